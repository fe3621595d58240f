import { bounds, map } from "./handles.js";

const MARGIN_PX = 16;

/** Fit a box into the part of the map that the panel of layers leaves free. */
export function fit(box, { maxZoom = 18, animate = true, panelShare = 1 } = {}) {
  const panel = /** @type {HTMLDetailsElement} */ (document.getElementById("layer-panel"));
  const left = panel.open ? panel.offsetWidth * panelShare : 0;
  map.fitBounds(box, {
    paddingTopLeft: [left + MARGIN_PX, MARGIN_PX * 2],
    paddingBottomRight: [MARGIN_PX, MARGIN_PX * 2],
    maxZoom,
    animate,
  });
}

/** Show the whole area. */
export function fitAll(options) {
  // The panel hides a corner, not a side: making way for half of its width shows most at a good scale.
  fit(bounds, { panelShare: 0.5, ...options });
}
