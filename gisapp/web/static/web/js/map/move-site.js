import { text } from "../config.js";
import { el } from "../dom.js";
import { emit, on } from "../events.js";
import { stepped } from "../plan/coordinates.js";
import { ApiError, fetchPlaceScore } from "../run/api.js";
import { L, map } from "./handles.js";

const STEP_M = 250;
const SHIFT_STEP_M = 1000;
const PAUSE_MS = 350;
const ABOVE_ALL_PINS = 2000;
const STEPS = {
  ArrowLeft: { east: -1, north: 0 },
  ArrowRight: { east: 1, north: 0 },
  ArrowUp: { east: 0, north: 1 },
  ArrowDown: { east: 0, north: -1 },
};

/**
 * @typedef {{run: {id: string}, site: {rank: number, shownRank: number, isReserve: boolean, lon: number, lat: number}}} Explained
 */

/** @type {Explained|null} */
let explained = null;
let marker = null;
let line = null;
let timer = 0;
let asked = 0;

/** Let the site that is explained be put elsewhere, to see what that costs. */
export function startMoving() {
  on("explained", (now) => {
    const isSame = now && explained && now.run.id === explained.run.id && now.site.rank === explained.site.rank;
    explained = now;
    if (!isSame) {
      stop();
    }
  });
  on("move", (at) => (at === null ? stop() : moveTo(at)));
}

function stop() {
  asked += 1;
  window.clearTimeout(timer);
  marker?.remove();
  line?.remove();
  marker = null;
  line = null;
}

/** @param {{lon: number, lat: number}} at */
function moveTo(at) {
  const { site } = explained;
  if (!marker) {
    line = L.polyline([], { pane: "catchments", className: "move-line", interactive: false }).addTo(map);
    marker = movable(site).addTo(map);
    const pin = marker.getElement();
    pin.addEventListener("keydown", step);
    pin.focus({ preventScroll: true });
  }
  put(at);
}

function movable({ lon, lat, shownRank }) {
  const html = el("span", { class: "pin pin-moved is-selected" }, el("b", {}, String(shownRank)));
  const icon = L.divIcon({ className: "pin-anchor", html, iconSize: null });
  const label = text("move_pin", { n: shownRank });
  return L.marker([lat, lon], {
    icon,
    pane: "sites",
    draggable: true,
    title: label,
    alt: label,
    zIndexOffset: ABOVE_ALL_PINS,
  })
    .on("drag", ({ latlng }) => draw(latlng))
    .on("dragend", () => put(position()));
}

function position() {
  const { lat, lng } = marker.getLatLng();
  return { lon: lng, lat };
}

/** @param {KeyboardEvent} event */
function step(event) {
  const direction = STEPS[event.key];
  if (!direction) {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  const metres = event.shiftKey ? SHIFT_STEP_M : STEP_M;
  put(stepped(position(), { east: direction.east * metres, north: direction.north * metres }));
}

function draw(at) {
  line.setLatLngs([[explained.site.lat, explained.site.lon], at]);
}

/** Put the pin somewhere, and have the place judged once it rests there. */
function put(at) {
  marker.setLatLng([at.lat, at.lon]);
  draw(marker.getLatLng());
  map.panInside(marker.getLatLng(), { padding: [60, 60] });
  emit("moving", { at, judged: null });
  window.clearTimeout(timer);
  timer = window.setTimeout(() => judge(at), PAUSE_MS);
}

/** Judge the new place and the suggested one alike: as this one plant moved while the others stay. */
async function judge(at) {
  asked += 1;
  const mine = asked;
  const { run, site } = explained;
  const more = site.isReserve ? {} : { in_place_of: site.rank };
  try {
    const [suggested, moved] = await Promise.all(
      [site, at].map(({ lon, lat }) => fetchPlaceScore(run.id, { lon, lat, ...more })),
    );
    if (mine === asked) {
      emit("moving", {
        at,
        judged: { suggested, moved, distanceM: map.distance([site.lat, site.lon], [at.lat, at.lon]) },
      });
    }
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    if (mine === asked) {
      emit("moving", { at, judged: null, message: error.message });
    }
  }
}
