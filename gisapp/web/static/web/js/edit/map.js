import { config, text } from "../config.js";
import { el } from "../dom.js";
import { addSurroundings, makePlainMap } from "../reading/plain-map.js";
import { fetchNear } from "./api.js";

const { L } = window;
const OUTLINE_ZOOM = 10;
const PAUSE_MS = 250;
const POINT_RADIUS = 6;
const { base } = config.style;
const STYLES = {
  chosen: { color: "#0B5A62", weight: 1.8, fillColor: "#0B5A62", fillOpacity: 0.14 },
  // Areas of several commodities lie on each other: filled, they would hide the map.
  other: { color: "#7D8B91", weight: 1, fill: false, interactive: false },
};

const container = document.getElementById("edit-map");
const canvas = el("div", { class: "edit-canvas" });
container.prepend(canvas);
export const map = makePlainMap(canvas, {
  text,
  minZoom: 6,
  maxZoom: 18,
  scrollWheelZoom: true,
  doubleClickZoom: false,
});

/** @type {Map<string, {features: any[], is_whole: boolean}|null>} features in view, by kind */
const near = new Map();
const groups = new Map(Object.keys(config.kinds).map((code) => [code, L.layerGroup().addTo(map)]));
let asked = 0;
let timer = 0;

/** Show the province, and keep asking for what is in view. */
export function startMap({ onNear }) {
  map.createPane("province").style.zIndex = "300";
  const [west, south, east, north] = config.bounds ?? [114, -4.5, 117, -1];
  map.fitBounds(L.latLngBounds([south, west], [north, east]), { animate: false });
  addSurroundings(map, base);
  addProvince();
  canvas.append(el("span", { class: "edit-cross", "aria-hidden": "true" }));
  map.createPane("roads").style.zIndex = "320";
  const roads = { layers: "roads", format: "image/png", transparent: true, version: "1.3.0", pane: "roads" };
  L.tileLayer.wms(config.urls.wms, roads).addTo(map);
  map.on("moveend", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => loadNear(onNear), PAUSE_MS);
  });
  return loadNear(onNear);
}

/** Ask for the features in view, of every kind: all are snapped to. */
export async function loadNear(onNear) {
  asked += 1;
  const mine = asked;
  const bounds = map.getBounds().pad(0.1);
  const bbox = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  const kinds = Object.keys(config.kinds);
  const found = await Promise.all(kinds.map((kind) => fetchNear(kind, /** @type {any} */ (bbox)).catch(() => null)));
  if (mine === asked) {
    kinds.forEach((kind, index) => {
      near.set(kind, found[index]);
    });
    onNear();
  }
}

/** @returns {{features: any[], is_whole: boolean}|null} what is in view; null where the service did not say */
export function nearOf(kind) {
  return near.get(kind) ?? null;
}

/** Draw what is in view, the chosen kind to be clicked; the feature that is edited draws itself. */
export function drawNear({ kind, editedId, onChoose }) {
  for (const [code, group] of groups) {
    const isChosen = code === kind;
    group.clearLayers();
    L.geoJSON(nearOf(code)?.features ?? [], {
      filter: ({ id }) => !(isChosen && id === editedId),
      style: isChosen ? STYLES.chosen : STYLES.other,
      pointToLayer: (_, at) => L.circleMarker(at, { radius: isChosen ? POINT_RADIUS : POINT_RADIUS - 2 }),
      onEachFeature: (feature, layer) => {
        if (isChosen) {
          layer.bindTooltip(el("span", {}, feature.properties.title));
          layer.on("click", () => onChoose(feature.id));
        }
      },
    }).addTo(group);
  }
}

/** @returns {{x: number, y: number}[][]} on the screen, all that may be snapped to */
export function linesNear({ kind, editedId }) {
  const lines = [];
  const others = [...near].flatMap(([code, found]) =>
    (found?.features ?? []).filter(({ id }) => code !== kind || id !== editedId),
  );
  for (const { geometry } of others) {
    collect(geometry.type === "Point" ? [geometry.coordinates] : geometry.coordinates, lines);
  }
  return lines;
}

function collect(coordinates, lines) {
  if (typeof coordinates[0]?.[0] === "number") {
    lines.push(coordinates.map(([lon, lat]) => map.latLngToContainerPoint([lat, lon])));
  } else {
    for (const inner of coordinates) {
      collect(inner, lines);
    }
  }
}

async function addProvince() {
  const answer = await fetch(`${config.urls.outlines}?zoom=${OUTLINE_ZOOM}`);
  if (answer.ok) {
    const style = { color: base.border, weight: 0.9, fillColor: base.land, fillOpacity: 1 };
    L.geoJSON(await answer.json(), { pane: "province", interactive: false, style }).addTo(map);
  }
}
