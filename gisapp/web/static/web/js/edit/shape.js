/**
 * Shapes while they are drawn: areas of rings of corners, a point as the one corner of the one ring. A ring does not
 * repeat its first corner. Nothing here touches the page, and nothing is changed in place.
 *
 * @typedef {[number, number]} Corner longitude and latitude, degrees
 * @typedef {Corner[][][]} Shape parts, of rings, of corners
 * @typedef {[number, number, number]} Path number of the part, the ring and the corner
 */

const LEAST_CORNERS = 3;
const DECIMALS = 7;

/** @returns {Shape} of a GeoJSON geometry, or empty for none */
export function shapeOf(geometry) {
  switch (geometry?.type) {
    case "Point":
      return [[[geometry.coordinates]]];
    case "Polygon":
      return [geometry.coordinates.map(opened)];
    case "MultiPolygon":
      return geometry.coordinates.map((part) => part.map(opened));
    default:
      return [];
  }
}

/**
 * @param {Shape} shape
 * @param {{isPoint: boolean}} kind
 * @returns {object|null} GeoJSON geometry; null where too little is drawn
 */
export function geometryOf(shape, { isPoint }) {
  if (isPoint) {
    const at = shape[0]?.[0]?.[0];
    return at ? { type: "Point", coordinates: at } : null;
  }
  const parts = shape
    .map((part) => part.filter((ring) => ring.length >= LEAST_CORNERS).map((ring) => [...ring, ring[0]]))
    .filter((part) => part.length > 0);
  return parts.length > 0 ? { type: "MultiPolygon", coordinates: parts } : null;
}

/** @returns {{path: Path, at: Corner, n: number}[]} all corners, numbered from 1 */
export function corners(/** @type {Shape} */ shape) {
  const found = [];
  shape.forEach((part, p) => {
    part.forEach((ring, r) => {
      ring.forEach((at, c) => {
        found.push({ path: [p, r, c], at, n: found.length + 1 });
      });
    });
  });
  return found;
}

/** @returns {Shape} with a corner elsewhere */
export function moved(/** @type {Shape} */ shape, /** @type {Path} */ path, /** @type {Corner} */ at) {
  return changed(shape, path, (ring, c) => ring.with(c, rounded(at)));
}

/** @returns {Shape} with another corner before the one at the path */
export function inserted(/** @type {Shape} */ shape, /** @type {Path} */ path, /** @type {Corner} */ at) {
  return changed(shape, path, (ring, c) => ring.toSpliced(c, 0, rounded(at)));
}

/** @returns {Shape} without a corner; what is empty then goes as well */
export function removed(/** @type {Shape} */ shape, /** @type {Path} */ path) {
  return changed(shape, path, (ring, c) => ring.toSpliced(c, 1))
    .map((part) => part.filter((ring) => ring.length > 0))
    .filter((part) => part.length > 0);
}

/**
 * Add what was clicked: a point is put there, an area gets a corner where that makes its first ring least longer,
 * which is at its end while it is drawn anew.
 *
 * @param {Shape} shape
 * @param {Corner} at
 * @param {{isPoint: boolean, isNew: boolean}} options
 * @returns {Shape}
 */
export function added(shape, at, { isPoint, isNew }) {
  if (isPoint || shape.length === 0) {
    return [[[rounded(at)]]];
  }
  const ring = shape[0][0];
  return inserted(shape, [0, 0, isNew ? ring.length : nearestGap(ring, at)], at);
}

/** @returns {[number, number]} half-way between a corner and the next of its ring */
export function middleAfter(/** @type {Shape} */ shape, /** @type {Path} */ [p, r, c]) {
  const ring = shape[p][r];
  const from = ring[c];
  const to = ring[(c + 1) % ring.length];
  return [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
}

function nearestGap(ring, at) {
  const detours = ring.map((from, index) => {
    const to = ring[(index + 1) % ring.length];
    return distance(from, at) + distance(at, to) - distance(from, to);
  });
  return detours.indexOf(Math.min(...detours)) + 1;
}

function distance(one, other) {
  return Math.hypot(one[0] - other[0], one[1] - other[1]);
}

function changed(shape, [p, r, c], change) {
  return shape.with(p, shape[p].with(r, change(shape[p][r], c)));
}

function opened(ring) {
  return ring.slice(0, -1);
}

/** @returns {Corner} */
function rounded([lon, lat]) {
  return [Number(lon.toFixed(DECIMALS)), Number(lat.toFixed(DECIMALS))];
}
