import { config } from "../config.js";
import { areaKm2 } from "./area.js";
import { chooseCommodity, shownCommodity } from "./commodity.js";
import { groups, L, map } from "./handles.js";
import { RemoteLayer } from "./loader.js";
import { sizesAt } from "./sizes.js";
import { facilitySymbol, symbolOf } from "./symbols.js";
import { clickAt } from "./tools.js";

const { base, pattern } = config.style;
export const SUBDISTRICTS_FROM_ZOOM = 9;
const MINOR_ROADS_FROM_ZOOM = 9;
const MINOR_ROAD_SHARE = 0.6;
const MAIN_CLASSES = ["national", "provincial"];
const canvas = L.canvas({ pane: "source-areas", padding: 0.3 });

let zoomed = [];
const remote = {};

/** Show the source areas of another commodity; one without any leaves the map as it is. */
export function showCommodity(code) {
  chooseCommodity(code);
  remote.source_areas?.refresh();
}

/** Return the colour of a density in t per km2. */
export function densityColour({ ramp, breaks }, tonnesPerKm2) {
  const step = breaks.filter((limit) => tonnesPerKm2 > limit).length;
  return ramp[Math.min(step, ramp.length - 1)];
}

function replace(name, ...layers) {
  groups[name].clearLayers();
  for (const layer of layers) {
    groups[name].addLayer(layer);
  }
}

/** Draw lines or outlines whose width follows the zoom. */
function lines(features, pane, widthAt, style) {
  const layer = L.geoJSON(features, {
    pane,
    interactive: false,
    style: { fill: false, lineJoin: "round", ...style, weight: widthAt(sizesAt(map.getZoom())) },
  });
  zoomed.push([layer, widthAt]);
  return layer;
}

function drawDistricts(features) {
  const land = L.geoJSON(features, {
    pane: "land",
    interactive: false,
    style: { stroke: false, fillColor: base.land, fillOpacity: 1 },
  });
  const casing = lines(features, "borders", (sizes) => sizes.border_casing, { color: "#fff", opacity: 0.55 });
  const border = lines(features, "borders", (sizes) => sizes.border, { color: base.border });
  replace("land", land);
  replace("districts", casing, border);
}

function drawSubdistricts(features) {
  const style = { color: base.subdistrict, dashArray: "2 2" };
  replace(
    "subdistricts",
    lines(features, "borders", (sizes) => sizes.subdistrict ?? 0, style),
  );
}

function drawRoads(features) {
  const some = (keep) => ({ ...features, features: features.features.filter(({ properties }) => keep(properties)) });
  const main = some((road) => !road.is_ferry && MAIN_CLASSES.includes(road.road_class));
  const minor = some((road) => !road.is_ferry && !MAIN_CLASSES.includes(road.road_class));
  const ferries = some((road) => road.is_ferry);
  const shown = map.getZoom() >= MINOR_ROADS_FROM_ZOOM ? [minor, MINOR_ROAD_SHARE] : [some(() => false), 1];
  replace(
    "road_links",
    ...roadPair(...shown),
    lines(ferries, "roads", () => 1.6, { color: base["label-sea"], dashArray: "5 4" }),
    ...roadPair(main, 1),
  );
}

function roadPair(features, share) {
  return [
    lines(features, "roads", ({ road }) => road[0] * share, { color: base["road-case"] }),
    lines(features, "roads", ({ road }) => road[1] * share, { color: base["road-core"] }),
  ];
}

function drawExclusionZones(features) {
  const layer = L.geoJSON(features, {
    pane: "exclusion-zones",
    interactive: false,
    style: { color: pattern.excluded.outline, weight: 0.8, fillColor: "url(#hatch-excluded)", fillOpacity: 1 },
  });
  replace("exclusion_zones", layer);
}

function drawSourceAreas(features) {
  const shown = shownCommodity();
  const layer = L.geoJSON(features, {
    pane: "source-areas",
    renderer: canvas,
    interactive: false,
    style: ({ geometry, properties }) => ({
      stroke: false,
      fillOpacity: 0.66,
      fillColor: densityColour(shown, properties.annual_tonnes / areaKm2(geometry)),
    }),
  });
  replace("source_areas", layer);
}

function drawFacilities(features) {
  const layer = L.geoJSON(features, {
    pointToLayer: ({ properties }, at) => {
      const html = facilitySymbol({ ...symbolOf(properties), status: properties.status });
      const icon = L.divIcon({ className: "facility", html, iconSize: null });
      // Facilities are reached by key through lists, not one by one along the tab order.
      return L.marker(at, { icon, pane: "facilities", keyboard: false, riseOnHover: true })
        .bindTooltip(properties.name, { direction: "top", offset: [0, -8] })
        .on("click", () => clickAt(L.latLng(at)));
    },
  });
  replace("facilities", layer);
}

function resize() {
  const sizes = sizesAt(map.getZoom());
  map.getContainer().style.setProperty("--symbol", `${sizes.symbol}px`);
  zoomed = zoomed.filter(([layer]) => layer._map || layer._mapToAdd);
  for (const [layer, widthAt] of zoomed) {
    layer.setStyle({ weight: widthAt(sizes) });
  }
}

function sourceAreasAsked() {
  const commodity = shownCommodity();
  return commodity && { commodity: commodity.code };
}

/** Load every layer and keep it fitting to the view. */
export function startLayers() {
  map.on("zoomend", resize);
  resize();
  const add = (name, draw, options) => {
    remote[name] = new RemoteLayer(name, draw, options);
    remote[name].refresh();
  };
  add("districts", drawDistricts);
  add("source_areas", drawSourceAreas, { query: sourceAreasAsked });
  add("road_links", drawRoads);
  add("facilities", drawFacilities);
  add("exclusion_zones", drawExclusionZones);
  add("subdistricts", drawSubdistricts, { minZoom: SUBDISTRICTS_FROM_ZOOM });
}
