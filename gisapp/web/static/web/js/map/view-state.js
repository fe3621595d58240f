/**
 * What the address says about the map. Nothing here touches the page.
 *
 * @typedef {{name: string, opacity: number, year: number|null}} ShownLayer opacity in percent
 * @typedef {[number, number, number, number]} Box west, south, east, north in degrees
 * @typedef {{layers: ShownLayer[], off: string[], box: Box|null, at: [number, number]|null, tool: string|null,
 *   base: string|null, commodity: string|null}} ViewState
 */

const LAYER = /^([a-z0-9-]{1,120})(?:\.(\d{1,3}))?(?:\.(\d{4}))?$/;
const GROUP = /^[a-z_]{1,40}$/;
const FULL = 100;
const MOST_LAYERS = 20;
const BOX_DIGITS = 4;
const PLACE_DIGITS = 5;

/**
 * Read the state from a query; what is not understood is left out.
 *
 * @param {string} search
 * @returns {ViewState}
 */
export function readView(search) {
  const query = new URLSearchParams(search);
  const layers = (query.get("layers") ?? "").split("_").map(readLayer);
  return {
    layers: layers.filter((layer) => layer !== null).slice(0, MOST_LAYERS),
    off: (query.get("off") ?? "").split(".").filter((name) => GROUP.test(name)),
    box: readBox(query.get("box")),
    at: readPlace(query.get("at")),
    tool: query.get("tool"),
    base: query.get("base"),
    commodity: query.get("commodity"),
  };
}

/**
 * @param {string} written
 * @returns {ShownLayer|null}
 */
function readLayer(written) {
  const found = LAYER.exec(written);
  if (!found) {
    return null;
  }
  const opacity = Math.min(FULL, Number(found[2] ?? FULL));
  return { name: found[1], opacity, year: found[3] ? Number(found[3]) : null };
}

/** @param {string|null} written */
function readBox(written) {
  const [west, south, east, north, ...more] = numbers(written);
  const isBox = more.length === 0 && west < east && south < north && Math.abs(west) <= 180 && Math.abs(south) <= 90;
  return isBox ? /** @type {Box} */ ([west, south, east, north]) : null;
}

/** @param {string|null} written */
function readPlace(written) {
  const [lon, lat, ...more] = numbers(written);
  const isPlace = more.length === 0 && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
  return isPlace ? /** @type {[number, number]} */ ([lon, lat]) : null;
}

/** @param {string|null} written */
function numbers(written) {
  return written ? written.split("_").map((part) => (part.trim() ? Number(part) : Number.NaN)) : [];
}

/**
 * Write the layers that are shown on top, in their order.
 *
 * @param {ShownLayer[]} layers
 */
export function writeLayers(layers) {
  const one = ({ name, opacity, year }) =>
    [name, opacity === FULL && year === null ? null : opacity, year].filter((part) => part !== null).join(".");
  return layers.map(one).join("_");
}

/** @param {Box} box */
export function writeBox(box) {
  return box.map((side) => side.toFixed(BOX_DIGITS)).join("_");
}

/** @param {{lon: number, lat: number}} place */
export function writePlace({ lon, lat }) {
  return `${lon.toFixed(PLACE_DIGITS)}_${lat.toFixed(PLACE_DIGITS)}`;
}
