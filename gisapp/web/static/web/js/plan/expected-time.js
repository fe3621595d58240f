/**
 * How long a calculation may take, from those of before. Nothing here touches the page.
 *
 * @typedef {{process: string, plants: number, seconds: number, runs: number}} RunTime
 */

/**
 * Take the runs most like the one that is asked for: of the same industry with the nearest number of plants, or else
 * the middle one of all.
 *
 * @param {RunTime[]} times
 * @param {{process: string|undefined, plants: number|null}} asked
 * @returns {number|null} seconds; null where nothing was ever calculated
 */
export function expectedSeconds(times, { process, plants }) {
  if (!times.length) {
    return null;
  }
  const wanted = plants ?? 1;
  const alike = times.filter((time) => time.process === process);
  if (alike.length) {
    const distance = (time) => Math.abs(time.plants - wanted);
    return alike.reduce((best, time) => (distance(time) < distance(best) ? time : best)).seconds;
  }
  const sorted = times.map((time) => time.seconds).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
