import { config } from "../config.js";
import { groups, L, map } from "./handles.js";

const LAND = new URL("../../land.json", import.meta.url);

/** Draw the land around the study area, so that sea looks like sea. */
export async function startSurroundings() {
  const answer = await fetch(LAND);
  if (!answer.ok) {
    // Only the backdrop is missing: without it all around is drawn as land, and nothing else changes.
    return;
  }
  const { base, zoom } = config.style;
  L.geoJSON(await answer.json(), {
    pane: "surroundings",
    interactive: false,
    style: { color: base.coast, weight: zoom[0].coast, fillColor: base["land-outside"], fillOpacity: 1 },
  }).addTo(groups.surroundings);
  map.getContainer().classList.add("has-sea");
}
