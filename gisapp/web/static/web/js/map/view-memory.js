import { patchAddress } from "../address.js";
import { on } from "../events.js";
import { groups, L, map } from "./handles.js";
import { readView, writeBox } from "./view-state.js";

/** What the page's address asked the map to show when it was opened. */
export const asked = readView(window.location.search);

const hidden = new Set(asked.off.filter((name) => name in groups));

/** Show or hide a group of the map's own layers, and keep that in the address. */
export function showGroup(name, isShown) {
  hidden[isShown ? "delete" : "add"](name);
  map[isShown ? "addLayer" : "removeLayer"](groups[name]);
  patchAddress({ off: [...hidden].join(".") });
}

export function isGroupShown(name) {
  return !hidden.has(name);
}

/** Hide what the address says is hidden. */
export function hideGroups() {
  for (const name of hidden) {
    map.removeLayer(groups[name]);
  }
}

/** Show the box that the address names; tells whether it names one. */
export function fitAsked() {
  if (asked.box === null) {
    return false;
  }
  const [west, south, east, north] = asked.box;
  map.fitBounds(L.latLngBounds([south, west], [north, east]), { animate: false });
  return true;
}

/** Keep view and tool in the address from now on. */
export function rememberView() {
  map.on("moveend", () => {
    const bounds = map.getBounds();
    /** @type {import("./view-state.js").Box} */
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    patchAddress({ box: writeBox(box) });
  });
  on("tool", (tool) => patchAddress({ tool }));
}
