import { config } from "../config.js";
import { el } from "../dom.js";
import { groups, L, map } from "./handles.js";
import { hideOverlaps } from "./overlaps.js";

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
  map.on("zoomend", hideOverlapping);
  map.on("moveend", hideOverlapping);
  hideOverlapping();
}

function label(at, className, name) {
  const html = el("span", { "aria-hidden": "true" }, name);
  const icon = L.divIcon({ className: `label ${className}`, html, iconSize: null });
  return L.marker(at, { icon, pane: "labels", interactive: false, keyboard: false });
}

function hideOverlapping() {
  map.getContainer().classList.toggle("towns-hidden", map.getZoom() < TOWNS_FROM_ZOOM);
  const drawn = groups.labels.getLayers().map((marker) => marker.getElement()?.firstChild);
  hideOverlaps(drawn.filter(Boolean));
}
