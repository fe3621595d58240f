import { config } from "../config.js";

let shown = config.commodities[0] ?? null;

/** Return the commodity whose source areas are shown, or null without any. */
export function shownCommodity() {
  return shown;
}

/** Show another commodity; one without source areas leaves what is shown. */
export function chooseCommodity(code) {
  shown = config.commodities.find((known) => known.code === code) ?? shown;
}
