/** Where the divider of two maps stands, in percent of the width that shows A. Nothing here touches the page. */

const STEP = 2;
const LARGE_STEP = 10;
export const START = 50;

/**
 * Return where a key moves the divider; null for a key that does not.
 *
 * @param {number} share
 * @param {string} key
 * @returns {number|null}
 */
export function shareAfterKey(share, key) {
  const moves = {
    ArrowLeft: share - STEP,
    ArrowDown: share - STEP,
    ArrowRight: share + STEP,
    ArrowUp: share + STEP,
    PageDown: share - LARGE_STEP,
    PageUp: share + LARGE_STEP,
    Home: 0,
    End: 100,
  };
  return key in moves ? within(moves[key]) : null;
}

/**
 * Return where a pointer puts the divider.
 *
 * @param {number} x from the left edge of the map, px
 * @param {number} width of the map, px
 * @returns {number}
 */
export function shareAt(x, width) {
  return width > 0 ? within(Math.round((x / width) * 100)) : START;
}

function within(share) {
  return Math.min(Math.max(share, 0), 100);
}
