import { shownCommodity } from "./commodity.js";

// From the lowest to the highest, as the services name them.
const PUBLISHED = {
  districts: "districts",
  source_areas: () => `source-areas-${shownCommodity().code.replaceAll("_", "-")}`,
  exclusion_zones: "exclusion-zones",
  subdistricts: "subdistricts",
  road_links: "roads",
  facilities: "facilities",
};

/** The layers of the map that are published, from the lowest to the highest. */
export const PUBLISHED_LAYERS = Object.keys(PUBLISHED);

/** @param {string} layer of the map; source areas need a commodity that is shown */
export function publishedName(layer) {
  const name = PUBLISHED[layer];
  return typeof name === "function" ? name() : name;
}
