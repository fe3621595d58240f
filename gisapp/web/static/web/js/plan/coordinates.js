/** Coordinates as people write them. Nothing here touches the page. */

const NUMBERS = /[-−]?\d+(?:[.,]\d+)?/g;
const DIRECTIONS = { BB: -1, W: -1, LS: -1, S: -1 };
const MOST_LON = 180;
const MOST_LAT = 90;
const KM_PER_DEGREE = 111.32;

/**
 * Read longitude and latitude in degrees: `115,99 -3,43`, `115.99, -3.43`, `115,99° BT, 3,43° LS`; whichever way
 * round they stand where only one of them can be a latitude.
 *
 * @param {string} written
 * @returns {{lon: number, lat: number}|null}
 */
export function readCoordinates(written) {
  const found = [...written.matchAll(NUMBERS)];
  if (found.length !== 2) {
    return null;
  }
  const [first, second] = found.map((match, index) => {
    const value = Number(match[0].replace(",", ".").replace("−", "-"));
    const after = written.slice(match.index + match[0].length, found[index + 1]?.index);
    const direction = /[A-Z]{1,2}/.exec(after.toUpperCase())?.[0];
    return Math.abs(value) * (DIRECTIONS[direction] ?? Math.sign(value));
  });
  const isTurned = Math.abs(first) <= MOST_LAT && Math.abs(second) > MOST_LAT;
  const [lon, lat] = isTurned ? [second, first] : [first, second];
  return Math.abs(lon) <= MOST_LON && Math.abs(lat) <= MOST_LAT ? { lon, lat } : null;
}

/**
 * Return the place some metres further east and north.
 *
 * @param {{lon: number, lat: number}} from
 * @param {{east: number, north: number}} metres
 */
export function stepped({ lon, lat }, { east, north }) {
  const perDegree = KM_PER_DEGREE * 1000;
  return {
    lon: lon + east / (perDegree * Math.cos((lat * Math.PI) / 180)),
    lat: lat + north / perDegree,
  };
}
