/**
 * What the address says about a map of districts. Nothing here touches the page.
 *
 * @typedef {{statistic: string|null, year: number|null, district: string|null, sort: string,
 *   isDescending: boolean}} State
 */

const SORTS = ["value", "name"];

/**
 * Read the state from a query; what is not understood is left to the default.
 *
 * @param {string} search
 * @returns {State}
 */
export function readState(search) {
  const query = new URLSearchParams(search);
  const year = query.get("year") ?? "";
  const sort = query.get("sort") ?? "";
  const key = sort.replace(/^-/, "");
  const isKnown = SORTS.includes(key);
  return {
    statistic: query.get("statistic"),
    year: /^\d{4}$/.test(year) ? Number(year) : null,
    district: query.get("district"),
    sort: isKnown ? key : "value",
    isDescending: isKnown ? sort.startsWith("-") : true,
  };
}

/**
 * Write the state into a query, besides what else stands there.
 *
 * @param {string} search
 * @param {State} state
 * @returns {string}
 */
export function writeState(search, { statistic, year, district, sort, isDescending }) {
  const query = new URLSearchParams(search);
  const order = `${isDescending ? "-" : ""}${sort}`;
  for (const [name, value] of Object.entries({ statistic, year, district, sort: order === "-value" ? null : order })) {
    if (value === null) {
      query.delete(name);
    } else {
      query.set(name, String(value));
    }
  }
  return query.toString();
}

/**
 * Return the year of a statistic that is nearest to the one wanted; the last one where none is.
 *
 * @param {number[]} years ascending
 * @param {number|null} wanted
 * @returns {number}
 */
export function nearestYear(years, wanted) {
  if (wanted === null) {
    return years.at(-1);
  }
  return years.reduce((best, year) => (Math.abs(year - wanted) <= Math.abs(best - wanted) ? year : best));
}
