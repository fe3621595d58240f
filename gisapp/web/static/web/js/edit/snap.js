/**
 * Snap to what is near: to a corner within reach, else to an edge. Distances are those of the screen. Nothing here
 * touches the page.
 *
 * @typedef {{x: number, y: number}} Pixel
 * @typedef {Pixel[]} Line corners of a line; a single one is a point
 */

/**
 * @param {Pixel} at
 * @param {Line[]} lines
 * @param {number} reach pixels
 * @returns {Pixel|null} where it snaps to
 */
export function snapTo(at, lines, reach) {
  const corner = nearest(at, lines.flat(), reach);
  if (corner) {
    return corner;
  }
  const feet = lines.flatMap((line) => line.slice(1).map((to, index) => foot(at, line[index], to)));
  return nearest(at, feet, reach);
}

function nearest(at, places, reach) {
  let found = null;
  let least = reach;
  for (const place of places) {
    const far = Math.hypot(place.x - at.x, place.y - at.y);
    if (far <= least) {
      least = far;
      found = place;
    }
  }
  return found;
}

/** Return the place of an edge that is nearest. */
function foot(at, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : ((at.x - from.x) * dx + (at.y - from.y) * dy) / length;
  const within = Math.min(1, Math.max(0, share));
  return { x: from.x + within * dx, y: from.y + within * dy };
}
