import { config } from "../config.js";
import { el } from "../dom.js";
import { groups, L, map } from "./handles.js";

const TOWNS_FROM_ZOOM = 7;

/** Write the names of districts and of their seats; the eye's help only, so hidden from screen readers. */
export function startLabels() {
  for (const district of config.districts) {
    groups.labels.addLayer(label([district.lat, district.lon], "label-district", district.name));
  }
  for (const { seat, seat_name: name } of config.districts) {
    if (seat && name) {
      groups.labels.addLayer(label([seat[1], seat[0]], "label-town", name));
    }
  }
  map.on("zoomend", hideOverlaps);
  map.on("moveend", hideOverlaps);
  hideOverlaps();
}

function label(at, className, name) {
  const html = el("span", { "aria-hidden": "true" }, name);
  const icon = L.divIcon({ className: `label ${className}`, html, iconSize: null });
  return L.marker(at, { icon, pane: "labels", interactive: false, keyboard: false });
}

/** Keep the first of any labels that would lie on each other. */
function hideOverlaps() {
  map.getContainer().classList.toggle("towns-hidden", map.getZoom() < TOWNS_FROM_ZOOM);
  const kept = [];
  for (const marker of groups.labels.getLayers()) {
    const element = marker.getElement()?.firstChild;
    if (!element) {
      return;
    }
    const box = element.getBoundingClientRect();
    const free = kept.every((other) => !overlap(box, other));
    element.classList.toggle("is-hidden", !free);
    if (free) {
      kept.push(box);
    }
  }
}

function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
