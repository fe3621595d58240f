import { config } from "../config.js";

/** Return the widths and sizes, in px, that hold at a zoom. */
export function sizesAt(zoom) {
  const spans = config.style.zoom;
  return spans.find((span) => Math.floor(zoom) <= span.to) ?? spans[spans.length - 1];
}
