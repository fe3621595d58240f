/**
 * Places as the search tells them. Nothing here touches the page.
 *
 * @typedef {{kind: string, lon: number, lat: number, name?: string, within?: string, zone?: string,
 *   bbox?: number[]|null}} Place
 */

const DIGITS = 5;
const BOX_DIGITS = 4;
// What is shown around a place without an extent.
const MARGIN_DEG = 0.08;

/**
 * Return the query of the address that shows a place on the map.
 *
 * @param {Place} place
 */
export function placeQuery({ lon, lat, bbox }) {
  const box = bbox ?? [lon - MARGIN_DEG, lat - MARGIN_DEG, lon + MARGIN_DEG, lat + MARGIN_DEG];
  const at = [lon, lat].map((part) => part.toFixed(DIGITS)).join("_");
  return `box=${box.map((part) => part.toFixed(BOX_DIGITS)).join("_")}&at=${at}`;
}

/**
 * Write a position as people do here: 115,9938° BT, 3,4312° LS.
 *
 * @param {Place} place
 * @param {string} language
 * @param {{east: string, west: string, north: string, south: string}} words
 */
export function positionWords({ lon, lat }, language, { east, west, north, south }) {
  const fixed = new Intl.NumberFormat(language, { minimumFractionDigits: 4, maximumFractionDigits: 4 });
  const [x, y] = [fixed.format(Math.abs(lon)), fixed.format(Math.abs(lat))];
  return `${x}° ${lon < 0 ? west : east}, ${y}° ${lat < 0 ? south : north}`;
}
