import { basemap, groups, map } from "./handles.js";

const OWN = "own";
const PLAIN = "plain";
const EXTERNAL = "external";
let chosen = OWN;

/** What can lie below the layers: drawn by this service, nothing, and pictures of another host where one is set. */
export function baseMaps() {
  return basemap ? [OWN, PLAIN, EXTERNAL] : [OWN, PLAIN];
}

export function chosenBase() {
  return chosen;
}

/** Show another base map; one that is not offered leaves it as it is. */
export function showBase(name) {
  if (!baseMaps().includes(name)) {
    return;
  }
  chosen = name;
  map.getContainer().dataset.base = name;
  for (const layer of [groups.land, groups.surroundings]) {
    map[name === OWN ? "addLayer" : "removeLayer"](layer);
  }
  if (basemap) {
    map[name === EXTERNAL ? "addLayer" : "removeLayer"](basemap);
  }
}
