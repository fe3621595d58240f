import { text } from "../config.js";
import { el } from "../dom.js";
import { stepped } from "../plan/coordinates.js";
import { map } from "./map.js";
import { corners, geometryOf, inserted, middleAfter, moved, removed } from "./shape.js";

const { L } = window;
const STEP_M = 10;
const SHIFT_STEP_M = 100;
const MOST_HANDLES = 200;
const MOST_MIDDLES = 80;
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const DRAWN = { color: "#0B5A62", weight: 2.6, fillColor: "#0B5A62", fillOpacity: 0.2, interactive: false };
const group = L.layerGroup().addTo(map);
const area = L.layerGroup().addTo(group);
const marks = L.layerGroup().addTo(group);

/**
 * Draw a shape with a handle at each corner in view.
 *
 * @param {import("./shape.js").Shape} shape
 * @param {{isPoint: boolean, snap: (at: any) => any, change: (shape: import("./shape.js").Shape, focus?: number) => void}} options
 */
export function drawHandles(shape, { isPoint, snap, change }) {
  outline(shape, isPoint);
  marks.clearLayers();
  const seen = cornersInView(shape).slice(0, MOST_HANDLES);
  for (const corner of seen) {
    marks.addLayer(handle(shape, corner, { isPoint, snap, change }));
  }
  if (!isPoint && seen.length <= MOST_MIDDLES) {
    for (const corner of seen.filter(({ path: [p, r] }) => shape[p][r].length > 1)) {
      marks.addLayer(middle(shape, corner, { snap, change }));
    }
  }
}

export function clearHandles() {
  area.clearLayers();
  marks.clearLayers();
}

/** Return the corners that the map shows. */
export function cornersInView(shape) {
  const bounds = map.getBounds();
  return corners(shape).filter(({ at: [lon, lat] }) => bounds.contains([lat, lon]));
}

function outline(shape, isPoint) {
  area.clearLayers();
  const geometry = isPoint ? null : geometryOf(shape, { isPoint });
  if (geometry) {
    area.addLayer(L.geoJSON(geometry, { style: DRAWN }));
  } else if (!isPoint && shape.length > 0) {
    area.addLayer(
      L.polyline(
        corners(shape).map(({ at: [lon, lat] }) => [lat, lon]),
        DRAWN,
      ),
    );
  }
}

function handle(shape, { path, at, n }, { isPoint, snap, change }) {
  const name = isPoint ? text("place") : text("corner", { n });
  const label = text(isPoint ? "place_keys" : "corner_keys", { name });
  const marker = marked(at, { class: isPoint ? "edit-place" : "edit-corner", label, keyboard: true });
  dragged(marker, { snap, shapeAt: (to) => moved(shape, path, to), isPoint, change });
  marker.on("add", () => {
    const element = marker.getElement();
    element.dataset.n = String(n);
    element.addEventListener("keydown", (event) => {
      const next = afterKey(event, shape, { path, at, isPoint });
      if (next) {
        event.preventDefault();
        event.stopPropagation();
        change(next, event.key === "Delete" ? Math.max(1, n - 1) : n);
      }
    });
  });
  return marker;
}

/** Return the shape after a key was pressed on a corner; null where the key does nothing. */
function afterKey({ key, shiftKey }, shape, { path, at: [lon, lat], isPoint }) {
  if (key === "Delete" && !isPoint) {
    return removed(shape, path);
  }
  if (!(key in STEPS)) {
    return null;
  }
  const [east, north] = STEPS[key].map((steps) => steps * (shiftKey ? SHIFT_STEP_M : STEP_M));
  const next = stepped({ lon, lat }, { east, north });
  return moved(shape, path, [next.lon, next.lat]);
}

/** A handle between two corners: pulled, it becomes a corner. By key, the list of coordinates does that. */
function middle(shape, { path }, { snap, change }) {
  const [p, r, c] = path;
  const at = middleAfter(shape, path);
  const marker = marked(at, { class: "edit-middle", label: "", keyboard: false });
  dragged(marker, { snap, shapeAt: (to) => inserted(shape, [p, r, c + 1], to), isPoint: false, change });
  return marker;
}

function dragged(marker, { snap, shapeAt, isPoint, change }) {
  let latest = null;
  marker.on("drag", ({ latlng }) => {
    latest = shapeAt(snap(latlng));
    outline(latest, isPoint);
  });
  marker.on("dragend", () => latest && change(latest));
}

function marked([lon, lat], { class: name, label, keyboard }) {
  const icon = L.divIcon({ className: "edit-handle", html: el("span", { class: name }), iconSize: null });
  const options = { icon, keyboard, draggable: true, alt: label, autoPan: true, bubblingMouseEvents: false };
  const marker = L.marker([lat, lon], options);
  marker.on("add", () => {
    const element = marker.getElement();
    if (keyboard) {
      element.setAttribute("aria-label", label);
    } else {
      element.setAttribute("aria-hidden", "true");
    }
  });
  return marker;
}

/** Put the focus on the handle of a corner. */
export function focusHandle(n) {
  const found = map.getContainer().querySelector(`.edit-handle[data-n="${n}"]`);
  /** @type {HTMLElement|null} */ (found)?.focus({ preventScroll: true });
}
