/**
 * Lengths and areas on the ellipsoid WGS 84. Nothing here touches the page.
 *
 * @typedef {{lon: number, lat: number}} Place degrees
 */

const EQUATOR_M = 6378137;
const FLATTENING = 1 / 298.257223563;
const POLE_M = EQUATOR_M * (1 - FLATTENING);
const ECCENTRICITY_2 = FLATTENING * (2 - FLATTENING);
const ECCENTRICITY = Math.sqrt(ECCENTRICITY_2);
const RADIANS = Math.PI / 180;
const MOST_ROUNDS = 100;
const LEAST_CHANGE = 1e-12;
// Between points so close, the curve of an edge is less than a centimetre off the straight line of the projection.
const EDGE_STEP_M = 2000;

/**
 * Return the shortest way between two places, m, and the bearing with which it starts, degrees from north.
 *
 * Vincenty (1975), Survey Review 23(176). Where that does not settle, near antipodes, null.
 *
 * @param {Place} from
 * @param {Place} to
 */
export function geodesic(from, to) {
  const length = (to.lon - from.lon) * RADIANS;
  const [u1, u2] = [from, to].map(({ lat }) => Math.atan((1 - FLATTENING) * Math.tan(lat * RADIANS)));
  const [sin1, cos1, sin2, cos2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  let lambda = length;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const across = cos2 * Math.sin(lambda);
    const along = cos1 * sin2 - sin1 * cos2 * Math.cos(lambda);
    const sinSigma = Math.hypot(across, along);
    if (sinSigma === 0) {
      return { metres: 0, bearing: 0 };
    }
    const cosSigma = sin1 * sin2 + cos1 * cos2 * Math.cos(lambda);
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (cos1 * cos2 * Math.sin(lambda)) / sinSigma;
    const cosAlpha2 = 1 - sinAlpha ** 2;
    const cosMiddle = cosAlpha2 === 0 ? 0 : cosSigma - (2 * sin1 * sin2) / cosAlpha2;
    const c = (FLATTENING / 16) * cosAlpha2 * (4 + FLATTENING * (4 - 3 * cosAlpha2));
    const bend = sigma + c * sinSigma * (cosMiddle + c * cosSigma * (2 * cosMiddle ** 2 - 1));
    const before = lambda;
    lambda = length + (1 - c) * FLATTENING * sinAlpha * bend;
    if (Math.abs(lambda - before) < LEAST_CHANGE) {
      const metres = arc({ sigma, sinSigma, cosSigma, cosMiddle, cosAlpha2 });
      return { metres, bearing: (Math.atan2(across, along) / RADIANS + 360) % 360 };
    }
  }
  return null;
}

function arc({ sigma, sinSigma, cosSigma, cosMiddle, cosAlpha2 }) {
  const u2 = (cosAlpha2 * (EQUATOR_M ** 2 - POLE_M ** 2)) / POLE_M ** 2;
  const a = 1 + (u2 / 16384) * (4096 + u2 * (u2 * (320 - 175 * u2) - 768));
  const b = (u2 / 1024) * (256 + u2 * (u2 * (74 - 47 * u2) - 128));
  const inner =
    cosSigma * (2 * cosMiddle ** 2 - 1) - (b / 6) * cosMiddle * (4 * sinSigma ** 2 - 3) * (4 * cosMiddle ** 2 - 3);
  return POLE_M * a * (sigma - b * sinSigma * (cosMiddle + (b / 4) * inner));
}

/**
 * Return the length of a line, m.
 *
 * @param {Place[]} places
 */
export function lengthM(places) {
  return places.slice(1).reduce((sum, place, before) => sum + (geodesic(places[before], place)?.metres ?? 0), 0);
}

/**
 * Return the area within a closed line, m2; the last place is joined to the first.
 *
 * Edges are great circles, followed in short steps in an equal-area projection (Snyder 1987, USGS PP 1395, p. 16):
 * of a province, that is within a millionth of the area between the ellipsoid's shortest ways.
 *
 * @param {Place[]} places
 */
export function areaM2(places) {
  if (places.length < 3) {
    return 0;
  }
  const ring = places.flatMap((place, number) => steps(place, places[(number + 1) % places.length]));
  let sum = 0;
  for (const [number, { lon, lat }] of ring.entries()) {
    const next = ring[(number + 1) % ring.length];
    sum += (next.lon - lon) * RADIANS * (authalic(lat) + authalic(next.lat));
  }
  // The projection has q where the sphere has the sine; half of it, and half for the mean of two ends.
  return Math.abs((sum * EQUATOR_M ** 2) / 4);
}

function authalic(lat) {
  const sine = Math.sin(lat * RADIANS);
  const e = ECCENTRICITY * sine;
  return (1 - ECCENTRICITY_2) * (sine / (1 - e * e) - Math.log((1 - e) / (1 + e)) / (2 * ECCENTRICITY));
}

/** Return places along the great circle from one place on, without its end. */
function steps(from, to) {
  const count = Math.max(1, Math.ceil((geodesic(from, to)?.metres ?? 0) / EDGE_STEP_M));
  const [a, b] = [vector(from), vector(to)];
  const angle = Math.acos(Math.min(1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2]));
  return Array.from({ length: count }, (_, step) => {
    if (step === 0) {
      return from;
    }
    const [before, after] = [Math.sin(angle * (1 - step / count)), Math.sin((angle * step) / count)];
    const [x, y, z] = a.map((part, axis) => part * before + b[axis] * after);
    return { lon: Math.atan2(y, x) / RADIANS, lat: Math.atan2(z, Math.hypot(x, y)) / RADIANS };
  });
}

function vector({ lon, lat }) {
  const around = Math.cos(lat * RADIANS);
  return [around * Math.cos(lon * RADIANS), around * Math.sin(lon * RADIANS), Math.sin(lat * RADIANS)];
}
