import { config, text } from "../config.js";
import { el, styled } from "../dom.js";
import { fixed } from "../format.js";

const colours = Object.fromEntries(config.criteria.map(({ code, colour }) => [code, colour]));

/**
 * Redraw with bars that grow or shrink from the widths before; the style sheet lets them go there, or, where motion is
 * not wanted, jump.
 *
 * @param {HTMLElement} body that holds the list of sites
 * @param {() => void} draw
 */
export function tweened(body, draw) {
  const before = new Map(partsOf(body).map(([key, span]) => [key, span.style.width]));
  draw();
  const moved = partsOf(body)
    .filter(([key, span]) => before.has(key) && before.get(key) !== span.style.width)
    .map(([key, span]) => ({ span, width: span.style.width, from: before.get(key) }));
  for (const { span, from } of moved) {
    span.style.width = from;
  }
  if (moved.length) {
    // Reading a length makes the browser take up the widths before, from which it then moves.
    body.getBoundingClientRect();
  }
  for (const { span, width } of moved) {
    span.style.width = width;
  }
}

/** @returns {Array<[string, HTMLElement]>} the parts of the bars of all sites, by site and criterion */
function partsOf(body) {
  return [...body.querySelectorAll("[data-rank] .score-bar [data-criterion]")].map((span) => [
    `${span.closest("[data-rank]").dataset.rank} ${span.dataset.criterion}`,
    span,
  ]);
}

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
