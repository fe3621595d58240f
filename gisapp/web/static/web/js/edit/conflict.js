import { config, text } from "../config.js";
import { el } from "../dom.js";

const place = document.getElementById("conflict");

/**
 * Tell who was first, and what is otherwise now than when the reader began; null takes the message away.
 *
 * @param {import("./api.js").Answer|null} answer
 * @param {{stored: Partial<import("./api.js").Feature>, titles: Record<string, string>, take: () => void, keep: () => void}} [options]
 */
export function showConflict(answer, options) {
  place.hidden = answer === null;
  place.replaceChildren();
  if (answer === null) {
    return;
  }
  const { stored, titles, take, keep } = options;
  const button = (label, press) => el("button", { type: "button", class: "button", onclick: press }, text(label));
  place.append(
    el("p", {}, el("b", {}, answer.detail)),
    el("p", {}, heading(answer.changed)),
    el(
      "ul",
      {},
      differences(stored, answer.current, titles).map((line) => el("li", {}, line)),
    ),
    el("div", { class: "import-actions" }, button("take_theirs", take), button("keep_mine", keep)),
    el("p", { class: "quiet" }, text("mine_on_top")),
  );
  place.scrollIntoView({ block: "nearest" });
}

function heading(changed) {
  if (!changed) {
    return text("changed_unknown");
  }
  const when = new Intl.DateTimeFormat(config.language, { dateStyle: "long", timeStyle: "short" });
  return text("changed_by", { who: changed.by || text("somebody"), when: when.format(new Date(changed.at)) });
}

function differences(before, now, titles) {
  const lines = Object.entries(now.properties)
    .filter(([name, value]) => value !== before.properties[name])
    .map(([name, value]) => `${titles[name]}: ${said(before.properties[name])} → ${said(value)}`);
  const isSame = JSON.stringify(before.geometry) === JSON.stringify(now.geometry);
  return isSame ? lines : [...lines, text("shape_changed")];
}

function said(value) {
  return value === null || value === "" ? text("empty") : String(value);
}
