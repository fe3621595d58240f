/** How sources are told briefly. Nothing here touches the page. */

/**
 * Tell sources once that differ by their year alone, as "Name (2020–2022, 2025)".
 *
 * @param {string[]} sources
 */
export function sourcesOnce(sources) {
  /** @type {Map<string, number[]>} */
  const years = new Map();
  for (const source of sources) {
    const [, name, year] = /^(.*?)(?: \((\d{4})\))?$/s.exec(source) ?? [];
    years.set(name, [...(years.get(name) ?? []), ...(year ? [Number(year)] : [])]);
  }
  return [...years].map(([name, found]) => (found.length ? `${name} (${spans(found)})` : name));
}

/** @param {number[]} years */
function spans(years) {
  const sorted = [...new Set(years)].sort((a, b) => a - b);
  /** @type {number[][]} */
  const runs = [];
  for (const year of sorted) {
    const last = runs.at(-1);
    if (last && year === last[1] + 1) {
      last[1] = year;
    } else {
      runs.push([year, year]);
    }
  }
  return runs.map(([first, last]) => (first === last ? first : `${first}–${last}`)).join(", ");
}
