import { config, text } from "../config.js";
import { el, icon } from "../dom.js";
import { shownCommodity } from "./commodity.js";
import { groups, map } from "./handles.js";
import { PUBLISHED_LAYERS, publishedName } from "./published.js";

const FALLBACK = "districts";
const DEGREE_DIGITS = 5;

/** Ask for the sheet, and have it printed: of a run, or without one of what the map shows. */
export function openPrintDialog({ run = null } = {}) {
  const dialog = el(
    "dialog",
    { class: "print-dialog", "aria-labelledby": "print-title", onclose: () => dialog.remove() },
    el(
      "form",
      { method: "get", action: config.urls.prints, target: "_blank", onsubmit: () => dialog.close() },
      el("h2", { id: "print-title" }, text("print_sheet")),
      ...Object.entries(run ? { run } : shown()).map(([name, value]) => el("input", { type: "hidden", name, value })),
      el("input", { type: "hidden", name: "language", value: config.language }),
      el(
        "label",
        { class: "field-label" },
        text("print_title"),
        el("input", { name: "title", type: "text", maxlength: config.limits.printTitle, autocomplete: "off" }),
      ),
      choice("paper", ["a4", "a3"]),
      choice("orientation", ["portrait", "landscape"]),
      choice("f", ["pdf", "png", "html"]),
      el(
        "div",
        { class: "print-buttons" },
        el("button", { type: "submit", class: "button button-primary" }, icon("printer"), text("print_make")),
        el("button", { type: "button", class: "button", onclick: () => dialog.close() }, text("cancel")),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}

function choice(name, values) {
  return el(
    "fieldset",
    {},
    el("legend", { class: "field-label" }, text(`print_${name}`)),
    ...values.map((value, number) =>
      el(
        "label",
        {},
        el("input", { type: "radio", name, value, checked: number === 0 }),
        text(`print_${name}_${value}`),
      ),
    ),
  );
}

function shown() {
  const layers = PUBLISHED_LAYERS.filter(
    (name) => map.hasLayer(groups[name]) && (name !== "source_areas" || shownCommodity()),
  ).map(publishedName);
  const bounds = map.getBounds();
  const sides = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  const bbox = sides.map((side) => side.toFixed(DEGREE_DIGITS)).join(",");
  return { layers: layers.join(",") || FALLBACK, bbox };
}
