import { config, text } from "../config.js";
import { el } from "../dom.js";
import { hideOverlaps } from "../map/overlaps.js";
import { addSurroundings, makePlainMap } from "../reading/plain-map.js";
import { fetchCatchments, fetchSites } from "../run/api.js";

const { L } = window;
const OUTLINE_ZOOM = 9;
const { base, computed, site: sizes } = config.style;
const COLOURS = { a: computed["saran-700"], b: computed["scenario-b"] };
/** How whatever is to be seen is fitted into a map. */
export const MARGIN = { padding: [28, 28], animate: false };

/**
 * Draw one scenario on a map of its own.
 *
 * @param {HTMLElement} canvas
 * @param {{letter: string, run: string, name: string}} side
 */
export async function makeSideMap(canvas, side) {
  // Two maps that move together do so at once: an animation of one would leave the other behind.
  const map = makePlainMap(canvas, {
    text,
    minZoom: 6,
    maxZoom: 14,
    zoomControl: false,
    scrollWheelZoom: true,
    zoomAnimation: false,
  });
  canvas.setAttribute("aria-label", `${side.name}. ${text("map_keys")}`);
  addSurroundings(map, base);
  const [outlines, sites, areas] = await Promise.all([
    fetchOutlines(),
    fetchSites(side.run),
    fetchCatchments(side.run),
  ]);
  addDistricts(map, outlines);
  const drawn = L.featureGroup([...catchmentsOf(areas, sites, COLOURS[side.letter]), ...pinsOf(sites, side)]).addTo(
    map,
  );
  map.fitBounds(config.bounds ?? drawn.getBounds(), MARGIN);
  return map;
}

let outlines = null;

/** Load the districts once for both maps. */
function fetchOutlines() {
  outlines ??= fetch(`${config.urls.outlines}?zoom=${OUTLINE_ZOOM}`).then((answer) => {
    if (!answer.ok) {
      throw new TypeError(`${answer.status} ${answer.url}`);
    }
    return answer.json();
  });
  return outlines;
}

function addDistricts(map, districts) {
  const style = { color: base.border, weight: 1, fillColor: base.land, fillOpacity: 1 };
  L.geoJSON(districts, { interactive: false, style }).addTo(map);
  for (const { name, lon, lat } of config.districts) {
    const html = el("span", { "aria-hidden": "true" }, name);
    const icon = L.divIcon({ className: "label label-district", html, iconSize: null });
    L.marker([lat, lon], { icon, interactive: false, keyboard: false }).addTo(map);
  }
  const hide = () => hideOverlaps(map.getContainer().querySelectorAll(".label > span"));
  map.on("zoomend resize", hide);
  requestAnimationFrame(hide);
}

function catchmentsOf(areas, sites, colour) {
  const plants = new Set(sites.features.filter((one) => !one.properties.is_reserve).map((one) => one.id));
  const { line, dash, casing } = sizes.catchment;
  return areas.features
    .filter((area) => plants.has(area.id) && area.geometry)
    .flatMap((area) => [
      L.geoJSON(area, { interactive: false, style: { fill: false, color: "#fff", weight: casing, opacity: 0.8 } }),
      L.geoJSON(area, {
        interactive: false,
        style: { color: colour, weight: line, dashArray: dash?.join(" "), fillColor: colour, fillOpacity: 0.1 },
      }),
    ]);
}

function pinsOf(sites, { letter, name }) {
  return sites.features
    .filter(({ properties }) => !properties.is_reserve)
    .map(({ geometry, properties }) => {
      const [lon, lat] = geometry.coordinates;
      const html = el("span", { class: `pin pin-${letter}` }, el("b", {}, String(properties.rank)));
      const label = `${text("site_of", { n: properties.rank, name })}: ${properties.subdistrict || properties.district}`;
      // The tables reach every site by key; pins stay out of the tab order.
      return L.marker([lat, lon], {
        icon: L.divIcon({ className: "pin-anchor", html, iconSize: null }),
        keyboard: false,
        alt: label,
      }).bindTooltip(label, { direction: "top", offset: [0, -34] });
    });
}
