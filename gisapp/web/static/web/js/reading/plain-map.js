const { L } = window;
const LAND = new URL("../../land.json", import.meta.url);

/** Make a map for a page that is read: it scrolls with the page and is worked by keys and buttons. */
export function makePlainMap(canvas, { text, ...options }) {
  const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(canvas, {
    zoomControl: false,
    zoomSnap: 0.25,
    scrollWheelZoom: false,
    zoomAnimation: !isCalm,
    fadeAnimation: !isCalm,
    attributionControl: false,
    ...options,
  });
  canvas.setAttribute("aria-label", text("map_keys"));
  L.control.zoom({ position: "topright", zoomInTitle: text("zoom_in"), zoomOutTitle: text("zoom_out") }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.createPane("surroundings").style.zIndex = "290";
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(canvas);
  return map;
}

/** Draw the land around; only the backdrop is missing where it cannot be loaded. */
export async function addSurroundings(map, base) {
  const answer = await fetch(LAND);
  if (!answer.ok) {
    return;
  }
  L.geoJSON(await answer.json(), {
    pane: "surroundings",
    interactive: false,
    style: { color: base.coast, weight: 0.8, fillColor: base["land-outside"], fillOpacity: 1 },
  }).addTo(map);
  map.getContainer().classList.add("has-sea");
}
