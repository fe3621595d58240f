import { patchAddress } from "../address.js";
import { config } from "../config.js";
import { shownCommodity } from "../map/commodity.js";
import { L, map } from "../map/handles.js";
import { isGroupShown } from "../map/view-memory.js";
import { writePlace } from "../map/view-state.js";
import { ApiError, ask } from "../run/api.js";
import { Answer } from "./answer.js";
import { fetchFacts } from "./facts.js";
import { failedCard, hereCard, loadingCard } from "./here-card.js";
import { overlayList } from "./overlays.js";

const MOST_FEATURES = 5;
// As the services name what the map itself draws.
const PUBLISHED = { facilities: "facilities", exclusion_zones: "exclusion-zones", road_links: "roads" };

let current = 0;
const answer = new Answer(() => {
  current += 1;
  patchAddress({ at: null });
});

/** Tell what lies at a place. */
export async function showHere({ lat, lng }) {
  const place = { lon: lng, lat };
  // Opening closes an answer that stands elsewhere, and with it whatever was asked before.
  answer.open({ lat, lng }, loadingCard(place));
  current += 1;
  const mine = current;
  patchAddress({ at: writePlace(place) });
  const show = (content) => {
    if (mine === current) {
      answer.fill(content);
    }
  };
  try {
    const here = ask(`${config.urls.here}?${new URLSearchParams({ lon: String(lng), lat: String(lat) })}`);
    const [facts, ...found] = await Promise.all([here, ...visibleLayers().map((layer) => lookUp(layer, place))]);
    show(hereCard(facts, found.flat()));
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    show(failedCard(place, { message: error.message, again: () => showHere({ lat, lng }) }));
  }
}

/** Return the published layers that the map shows, those on top first. */
function visibleLayers() {
  const onTop = overlayList()
    .filter(({ facts, opacity }) => facts.properties.length > 0 && opacity > 0)
    .map(({ name, year }) => ({ name, year }));
  const own = Object.entries(PUBLISHED)
    .filter(([group]) => isGroupShown(group))
    .map(([, name]) => ({ name, year: null }));
  const commodity = shownCommodity();
  if (commodity && isGroupShown("source_areas")) {
    own.push({ name: `source-areas-${commodity.code.replaceAll("_", "-")}`, year: null });
  }
  const named = new Set(onTop.map(({ name }) => name));
  return [...onTop, ...own.filter(({ name }) => !named.has(name))];
}

/** Ask the service what of a layer can be seen at a place, by the rules by which it draws it. */
async function lookUp({ name, year }, { lon, lat }) {
  const size = map.getSize();
  const { x, y } = map.latLngToContainerPoint([lat, lon]);
  const [low, high] = [map.getBounds().getSouthWest(), map.getBounds().getNorthEast()].map((corner) =>
    L.CRS.EPSG3857.project(corner),
  );
  const query = {
    service: "WMS",
    version: "1.3.0",
    request: "GetFeatureInfo",
    layers: name,
    query_layers: name,
    styles: "",
    crs: "EPSG:3857",
    bbox: [low.x, low.y, high.x, high.y].join(","),
    width: String(size.x),
    height: String(size.y),
    i: String(clamp(x, size.x)),
    j: String(clamp(y, size.y)),
    info_format: "application/json",
    feature_count: String(MOST_FEATURES),
    ...(year === null ? {} : { time: String(year) }),
  };
  const [found, facts] = await Promise.all([ask(`${config.urls.wms}?${new URLSearchParams(query)}`), fetchFacts(name)]);
  return found.features.map(({ properties }) => ({ facts, properties }));
}

function clamp(pixel, size) {
  return Math.min(size - 1, Math.max(0, Math.round(pixel)));
}
