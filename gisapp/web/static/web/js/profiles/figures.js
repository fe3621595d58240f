/**
 * Figures of one statistic: what a district has in a year, in which class it falls, how it is written.
 * Nothing here touches the page.
 *
 * @typedef {{district: string, year: number, value: number|null, reason: string, source: string,
 *   fromYear: number|null}} Figure
 * @typedef {{low: number|null, high: number|null, colour: string, name: string}} Class
 * @typedef {{code: string, name: string, value: number|null, reason: string}} Row
 */

const WHOLE_FROM = 100;
const ONE_DECIMAL_FROM = 10;

/**
 * Write numbers as a language does, with the true minus.
 *
 * @param {string} language
 * @returns {(value: number) => string}
 */
export function numberWriter(language) {
  const writers = [0, 1, 2].map(
    (digits) => new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  return (value) => writers[decimals(value)].format(value).replace("-", "−");
}

function decimals(value) {
  if (Number.isInteger(value) || Math.abs(value) >= WHOLE_FROM) {
    return 0;
  }
  return Math.abs(value) >= ONE_DECIMAL_FROM ? 1 : 2;
}

/**
 * Return one row a district for a year; what has no figure has no value, never zero.
 *
 * @param {Record<string, string>} names of the districts by code
 * @param {Figure[]} figures
 * @param {number} year
 * @param {string} notRecorded the words for a figure that is not there
 * @returns {Row[]}
 */
export function rowsOfYear(names, figures, year, notRecorded) {
  const found = new Map(figures.filter((one) => one.year === year).map((one) => [one.district, one]));
  return Object.entries(names).map(([code, name]) => {
    const figure = found.get(code);
    const value = figure?.value ?? null;
    return { code, name, value, reason: value === null ? figure?.reason || notRecorded : "" };
  });
}

/**
 * Return rows in order; those without a value come last, whichever way it goes.
 *
 * @param {Row[]} rows
 * @param {{key: string, isDescending: boolean, language: string}} order
 * @returns {Row[]}
 */
export function sorted(rows, { key, isDescending, language }) {
  const sign = isDescending ? -1 : 1;
  const byName = (a, b) => a.name.localeCompare(b.name, language);
  if (key === "name") {
    return [...rows].sort((a, b) => sign * byName(a, b));
  }
  return [...rows].sort((a, b) => {
    if (a.value === null || b.value === null) {
      return Number(a.value === null) - Number(b.value === null) || byName(a, b);
    }
    return sign * (a.value - b.value) || byName(a, b);
  });
}

/**
 * Return the class of a value; limits belong to the lower class. Null where there is no value.
 *
 * @param {Class[]} classes from low to high
 * @param {number|null} value
 * @returns {Class|null}
 */
export function classOf(classes, value) {
  if (value === null) {
    return null;
  }
  return classes.find(({ high }) => high === null || value <= high) ?? classes.at(-1);
}

/**
 * Return start and width of a bar in percent of the widest span, zero included.
 *
 * @param {Row[]} rows
 * @returns {(value: number) => {start: number, width: number}}
 */
export function barScale(rows) {
  const values = rows.map(({ value }) => value).filter((value) => value !== null);
  const low = Math.min(0, ...values);
  const span = Math.max(0, ...values) - low || 1;
  return (value) => ({ start: (100 * (Math.min(0, value) - low)) / span, width: (100 * Math.abs(value)) / span });
}

/**
 * Return the source of the figures of a year, each once.
 *
 * @param {Figure[]} figures
 * @param {number} year
 * @returns {string[]}
 */
export function sourcesOfYear(figures, year) {
  const ofYear = figures.filter((one) => one.year === year && one.value !== null);
  return [...new Set(ofYear.map(({ source }) => source).filter(Boolean))];
}
