const EARTH_RADIUS_KM = 6371.0088;
const RADIANS = Math.PI / 180;

/** Return the area of a closed ring of [lon, lat] on the sphere, km2 (Chamberlain and Duquette 2007). */
function ringAreaKm2(ring) {
  let sum = 0;
  for (let i = 0; i < ring.length - 1; i += 1) {
    const [lon1, lat1] = ring[i];
    const [lon2, lat2] = ring[i + 1];
    sum += (lon2 - lon1) * RADIANS * (2 + Math.sin(lat1 * RADIANS) + Math.sin(lat2 * RADIANS));
  }
  return Math.abs((sum * EARTH_RADIUS_KM * EARTH_RADIUS_KM) / 2);
}

/** Return the area of a MultiPolygon without its holes, km2. */
export function areaKm2(multiPolygon) {
  return multiPolygon.coordinates
    .map(([outer, ...holes]) => ringAreaKm2(outer) - holes.reduce((sum, hole) => sum + ringAreaKm2(hole), 0))
    .reduce((sum, area) => sum + area, 0);
}
