import { patchAddress } from "../address.js";
import { config, text } from "../config.js";
import { el } from "../dom.js";
import { baseMaps, chosenBase, showBase } from "../map/base.js";

/** Offer what lies below all layers. */
export function baseChoice() {
  return el(
    "fieldset",
    { class: "base-choice" },
    el("legend", {}, text("base_map")),
    ...baseMaps().map((name) =>
      el(
        "label",
        {},
        el("input", {
          type: "radio",
          name: "base-map",
          value: name,
          checked: name === chosenBase(),
          onchange: () => {
            showBase(name);
            patchAddress({ base: name === baseMaps()[0] ? null : name });
          },
        }),
        text(`base_${name}`),
      ),
    ),
    el("a", { class: "quiet", href: config.urls.project, download: "" }, text("all_in_qgis")),
  );
}
