// GeoJSON as a person types it: what it holds, and what is wrong with it.

/** The one geometry in a geometry, a feature or a collection of one; undefined where there is not one. */
export function geometryOf(object) {
  if (object?.type === "FeatureCollection") {
    return object.features?.length === 1 ? geometryOf(object.features[0]) : undefined;
  }
  return object?.type === "Feature" ? (object.geometry ?? undefined) : object;
}

/** All positions of a geometry, [x, y] each. */
export function positions(geometry) {
  const depth = { Point: 0, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 }[geometry.type];
  return depth === 0 ? [geometry.coordinates] : geometry.coordinates.flat(depth - 1);
}

/** What keeps a text from being the geometry that is wanted; null where nothing does. */
export function problemOf(text, { geometryType, maxBytes }) {
  const size = new Blob([text]).size;
  if (size > maxBytes) {
    return { code: "tooLarge", size: Math.ceil(size / 1024), limit: Math.floor(maxBytes / 1024) };
  }
  const { object, error } = parse(text);
  if (error) return { code: "notJson", detail: error };
  if (object?.type === "FeatureCollection" && object.features?.length !== 1) {
    return { code: "manyFeatures", count: object.features?.length ?? 0 };
  }
  return problemOfGeometry(geometryOf(object), geometryType);
}

function problemOfGeometry(geometry, wanted) {
  const given = String(geometry?.type ?? "?");
  const isOfType = given.toUpperCase() === wanted || `MULTI${given.toUpperCase()}` === wanted;
  if (!isOfType || !Array.isArray(geometry.coordinates)) return { code: "wrongType", wanted, given };
  const stray = positions(geometry).find((position) => !isInDegrees(position));
  if (stray !== undefined) return { code: "outOfRange", x: stray?.[0], y: stray?.[1] };
  return null;
}

function isInDegrees(position) {
  const [x, y] = Array.isArray(position) ? position : [];
  return Number.isFinite(x) && Number.isFinite(y) && Math.abs(x) <= 180 && Math.abs(y) <= 90;
}

function parse(text) {
  try {
    return { object: JSON.parse(text) };
  } catch (error) {
    return { error: error.message };
  }
}
