import { text } from "../config.js";
import { el, icon } from "../dom.js";
import { number } from "../format.js";
import { L, map } from "../map/handles.js";
import { areaM2, geodesic, lengthM } from "./geodesy.js";

const INK = "#13232B";
const HECTARE_M2 = 10_000;
const KM2_M2 = 1_000_000;
const HECTARES_UP_TO_KM2 = 100;
const KILOMETRES_FROM_M = 1000;
const CORNERS = 3;

const line = L.polyline([], { color: INK, weight: 2.5, interactive: false });
const face = L.polygon([], { stroke: false, fillColor: INK, fillOpacity: 0.1, interactive: false });
const ahead = L.polyline([], { color: INK, weight: 2, dashArray: "4 5", interactive: false });
const dots = L.layerGroup();
const drawing = L.layerGroup([face, line, ahead, dots]);

/** @type {import("./geodesy.js").Place[]} */
let places = [];
/** @type {HTMLElement|null} */
let card = null;

/** Take up the tool. */
export function start() {
  card ??= makeCard();
  card.hidden = false;
  drawing.addTo(map);
  map.doubleClickZoom.disable();
  map.on("mousemove", follow);
  show();
}

/** Lay the tool down, with all that was measured. */
export function stop() {
  places = [];
  ahead.setLatLngs([]);
  show();
  card.hidden = true;
  drawing.remove();
  map.doubleClickZoom.enable();
  map.off("mousemove", follow);
}

/** Set the next point. */
export function click({ lat, lng }) {
  const last = places.at(-1);
  // The second click of a double click is no further point.
  if (!last || last.lon !== lng || last.lat !== lat) {
    places = [...places, { lon: lng, lat }];
    show();
  }
}

function makeCard() {
  const made = el(
    "section",
    { class: "measure-card", id: "measure-card", "aria-label": text("tool_measure") },
    el("dl", { id: "measure-figures", "aria-live": "polite" }),
    el("p", { class: "quiet", id: "measure-help" }, text("measure_help")),
    el(
      "p",
      { class: "measure-buttons" },
      el(
        "button",
        { type: "button", class: "button", id: "measure-undo", onclick: undo },
        icon("undo"),
        text("measure_undo"),
      ),
      el("button", { type: "button", class: "button", onclick: clear }, text("measure_clear")),
    ),
    el("p", { class: "source" }, text("measure_method")),
  );
  document.getElementById("map").append(made);
  return made;
}

function undo() {
  places = places.slice(0, -1);
  show();
}

function clear() {
  places = [];
  show();
}

function follow({ latlng }) {
  const last = places.at(-1);
  ahead.setLatLngs(last ? [[last.lat, last.lon], latlng] : []);
}

function show() {
  const corners = places.map(({ lon, lat }) => [lat, lon]);
  line.setLatLngs(corners);
  face.setLatLngs(corners.length < CORNERS ? [] : corners);
  dots.clearLayers();
  for (const corner of corners) {
    dots.addLayer(
      L.circleMarker(corner, {
        radius: 4,
        color: INK,
        weight: 2,
        fillColor: "#fff",
        fillOpacity: 1,
        interactive: false,
      }),
    );
  }
  ahead.setLatLngs([]);
  document.getElementById("measure-help").hidden = places.length > 1;
  document.getElementById("measure-figures").replaceChildren(...figures());
}

function figures() {
  if (places.length < 2) {
    return [];
  }
  const [before, last] = places.slice(-2);
  const stretch = geodesic(before, last);
  const rows = [["measure_distance", lengthWords(lengthM(places))]];
  if (places.length > 2 && stretch) {
    rows.push([
      "measure_segment",
      `${lengthWords(stretch.metres)}, ${text("bearing", { n: number(stretch.bearing) })}`,
    ]);
    rows.push(["measure_area", areaWords(areaM2(places))]);
    rows.push(["measure_perimeter", lengthWords(lengthM([...places, places[0]]))]);
  }
  return rows.flatMap(([key, words]) => [el("dt", {}, text(key)), el("dd", {}, words)]);
}

/** Write a length, from a kilometre on in kilometres. */
export function lengthWords(metres) {
  return metres < KILOMETRES_FROM_M
    ? text("metres", { n: number(metres, metres < 10 ? 1 : 0) })
    : text("kilometres", { n: number(metres / KILOMETRES_FROM_M, 2) });
}

function areaWords(squareMetres) {
  if (squareMetres < HECTARE_M2) {
    return text("square_metres", { n: number(squareMetres) });
  }
  const hectares = text("hectares", { n: number(squareMetres / HECTARE_M2, squareMetres < KM2_M2 ? 2 : 0) });
  const km2 = text("square_kilometres", { n: number(squareMetres / KM2_M2, 1) });
  return squareMetres < HECTARES_UP_TO_KM2 * KM2_M2 ? hectares : `${km2} (${hectares})`;
}
