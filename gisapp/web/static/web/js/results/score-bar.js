import { config, text } from "../config.js";
import { el, styled } from "../dom.js";
import { fixed } from "../format.js";

const colours = Object.fromEntries(config.criteria.map(({ code, colour }) => [code, colour]));

/** Return the colour of a part of the score. */
export function partColour(criterion) {
  return colours[criterion];
}

/** Draw a score as its parts laid end to end; the empty rest reaches to 1. */
export function scoreBar(parts) {
  const words = parts.map((part) => `${text(`criterion_${part.criterion}`)} ${fixed(part.contribution, 3)}`).join(", ");
  return el(
    "div",
    { class: "score-bar", role: "img", "aria-label": words },
    ...parts.map((part) =>
      styled(el("span", { dataset: { criterion: part.criterion } }), {
        width: `${part.contribution * 100}%`,
        background: partColour(part.criterion),
      }),
    ),
  );
}
