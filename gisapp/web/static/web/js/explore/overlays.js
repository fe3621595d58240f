import { patchAddress } from "../address.js";
import { text } from "../config.js";
import { emit } from "../events.js";
import { map } from "../map/handles.js";
import { pictures } from "../map/pictures.js";
import { writeLayers } from "../map/view-state.js";
import { ApiError } from "../run/api.js";
import { fetchFacts } from "./facts.js";

/**
 * A published layer shown upon the map, drawn by the server.
 *
 * @typedef {{name: string, opacity: number, year: number|null, facts: import("./facts.js").Facts, tiles: any}} Overlay
 */

const PANE = "overlays";
const FULL = 100;

/** @type {Overlay[]} the uppermost first */
let overlays = [];
/** @type {Set<string>} asked for, and not yet there */
const coming = new Set();

export function overlayList() {
  return [...overlays];
}

/** @param {string} name */
export function isOverlay(name) {
  return coming.has(name) || overlays.some((overlay) => overlay.name === name);
}

/**
 * Show a layer above those that are shown.
 *
 * @param {{name: string, opacity?: number, year?: number|null}} wanted the newest year where it holds no such
 */
export async function addOverlay({ name, opacity = FULL, year = null }) {
  if (isOverlay(name)) {
    return;
  }
  coming.add(name);
  try {
    const facts = await fetchFacts(name);
    if (coming.has(name)) {
      const chosen = facts.years.includes(Number(year)) ? year : (facts.years.at(-1) ?? null);
      const overlay = { name, opacity, year: chosen, facts, tiles: tilesOf(name, { opacity, year: chosen }) };
      overlay.tiles.addTo(map);
      overlays = [overlay, ...overlays];
    }
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    notice(text("layer_gone", { name }));
  } finally {
    coming.delete(name);
  }
  changed();
}

/** @param {string} name */
export function removeOverlay(name) {
  coming.delete(name);
  for (const overlay of overlays.filter((one) => one.name === name)) {
    overlay.tiles.remove();
  }
  overlays = overlays.filter((one) => one.name !== name);
  changed();
}

/**
 * Put a layer one place higher (-1) or lower (1).
 *
 * @param {string} name
 * @param {-1|1} step
 */
export function moveOverlay(name, step) {
  const from = overlays.findIndex((one) => one.name === name);
  const to = from + step;
  if (from < 0 || to < 0 || to >= overlays.length) {
    return;
  }
  [overlays[from], overlays[to]] = [overlays[to], overlays[from]];
  changed();
}

/**
 * @param {string} name
 * @param {{opacity?: number, year?: number}} look
 */
export function changeOverlay(name, look) {
  const overlay = overlays.find((one) => one.name === name);
  if (!overlay) {
    return;
  }
  const isOtherYear = look.year !== undefined && look.year !== overlay.year;
  Object.assign(overlay, look);
  overlay.tiles.setOpacity(overlay.opacity / FULL);
  remember();
  if (isOtherYear) {
    overlay.tiles.setParams({ time: String(look.year) });
    emit("overlay-year", overlay);
  }
}

function tilesOf(name, { opacity, year }) {
  const tiles = pictures(name, { pane: PANE, opacity: opacity / FULL, year });
  tiles.on("tileerror", () => notice(text("layer_failed", { name })));
  return tiles;
}

function notice(words) {
  const element = document.getElementById("map-notice");
  element.textContent = words;
  element.hidden = false;
}

function changed() {
  overlays.forEach((overlay, place) => {
    overlay.tiles.setZIndex(overlays.length - place);
  });
  remember();
  emit("overlays", overlayList());
}

function remember() {
  const isNewest = ({ year, facts }) => year === (facts.years.at(-1) ?? null);
  const told = overlays.map((one) => ({ ...one, year: isNewest(one) ? null : one.year }));
  patchAddress({ layers: writeLayers(told) });
}
