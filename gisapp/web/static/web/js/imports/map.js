import { config, text } from "../config.js";
import { el } from "../dom.js";
import { addSurroundings, makePlainMap } from "../reading/plain-map.js";
import { ApiError } from "../run/api.js";
import { fetchPreview } from "./api.js";

const { L } = window;
const OUTLINE_ZOOM = 9;
const CLOSE_ZOOM = 10;
const FARTHEST_LATITUDE = 85;
const POINT_RADIUS = 4.5;
const { base } = config.style;
const container = document.getElementById("import-map");
const note = document.getElementById("map-note");
const SHAPE = { color: "#0B5A62", weight: 1.4, fillColor: "#0B5A62", fillOpacity: 0.18 };
const POINT = { ...SHAPE, color: "#fff", weight: 1, fillOpacity: 1 };
const MARKED = { color: "#A4262C", weight: 3, fillColor: "#A4262C", fillOpacity: 0.25 };
const RING = { ...MARKED, fillOpacity: 0, radius: 11 };

let map = null;
let shapes = null;
let mark = null;
let byRow = new Map();

/** Show the rows of the file on the province; the page tells all of it without the map as well. */
export async function loadMap() {
  if (!container) {
    return;
  }
  map ??= makeMap();
  try {
    draw(await fetchPreview(config.import.id));
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    note.textContent = error.message;
  }
}

/** Mark a row and its place, and go there. */
export function showPlace({ row, lon, lat, name }) {
  if (!map) {
    return;
  }
  mark?.remove();
  const shape = byRow.get(row);
  const isArea = shape && !shape.getLatLng;
  mark = L.featureGroup([L.circleMarker([lat, lon], RING)]).addTo(map);
  if (isArea) {
    mark.addLayer(L.geoJSON(shape.feature, { style: MARKED }));
  }
  const box = isArea ? shape.getBounds() : L.latLng(lat, lon).toBounds(1);
  map.fitBounds(box, { maxZoom: CLOSE_ZOOM, padding: [24, 24], animate: false });
  const words = [row === null ? text("file_as_whole") : text("row", { n: row }), name].filter(Boolean).join(" · ");
  L.popup({ closeButton: false, autoPan: false })
    .setLatLng([lat, lon])
    .setContent(el("span", {}, words))
    .openOn(map);
  container.scrollIntoView({ block: "nearest" });
}

function makeMap() {
  const canvas = el("div", { class: "import-canvas" });
  container.append(canvas);
  const made = makePlainMap(canvas, { text, minZoom: 2, maxZoom: 15, preferCanvas: true });
  showProvince(made);
  made.createPane("province").style.zIndex = "300";
  addSurroundings(made, base);
  addProvince(made);
  return made;
}

function showProvince(made) {
  if (config.bounds) {
    const [west, south, east, north] = config.bounds;
    made.fitBounds(
      [
        [south, west],
        [north, east],
      ],
      { padding: [8, 8], animate: false },
    );
  } else {
    made.setView([0, 117], 4);
  }
}

async function addProvince(made) {
  const answer = await fetch(`${config.urls.outlines}?zoom=${OUTLINE_ZOOM}`);
  if (answer.ok) {
    const style = { color: base.border, weight: 0.9, fillColor: base.land, fillOpacity: 1 };
    L.geoJSON(await answer.json(), { pane: "province", interactive: false, style }).addTo(made);
  }
}

function draw({ features, total, shown }) {
  shapes?.remove();
  byRow = new Map();
  shapes = L.geoJSON(features.filter(isOnEarth), {
    style: ({ geometry }) => (geometry.type.endsWith("Point") ? POINT : SHAPE),
    pointToLayer: (_, place) => L.circleMarker(place, { radius: POINT_RADIUS }),
    onEachFeature: ({ properties: { row } }, shape) => {
      byRow.set(row, shape);
      shape.bindTooltip(text("row", { n: row }));
    },
  }).addTo(map);
  const far = frame();
  note.textContent = [
    total ? text("shown_of", { shown, total }) : text("no_shapes"),
    far ? text("outside_shown", { n: far }) : "",
  ]
    .filter(Boolean)
    .join(" ");
}

/** Frame the province where it has any of the shapes, else the shapes; return how many lie out of sight. */
function frame() {
  const all = shapes.getLayers();
  const province = map.getBounds();
  const seen = all.filter((shape) => province.intersects(boxOf(shape)));
  if (all.length > 0 && seen.length === 0) {
    map.fitBounds(shapes.getBounds(), { padding: [16, 16], animate: false });
    return 0;
  }
  return all.length - seen.length;
}

function boxOf(shape) {
  return shape.getBounds ? shape.getBounds() : L.latLngBounds([shape.getLatLng()]);
}

/** Tell whether a shape is in degrees at all; others cannot be drawn, and the report names them. */
function isOnEarth({ geometry }) {
  const [lon, lat] = geometry.coordinates.flat(Number.POSITIVE_INFINITY);
  return Math.abs(lon) <= 360 && Math.abs(lat) <= FARTHEST_LATITUDE;
}
