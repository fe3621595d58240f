import { config } from "../config.js";
import { ask } from "../run/api.js";

/**
 * @typedef {{name: string, title: string, kind: string, values: Record<string, string>}} Property
 * @typedef {{name: string, title: string, abstract: string, years: number[], sources: string[], licences: string[],
 *   bbox: number[]|null, properties: Property[], addresses: Array<{name: string, address: string}>,
 *   download: string, qgis: string}} Facts
 * @typedef {{title: string, symbol: string}} LegendLine
 */

/** @type {Map<string, Promise<any>>} */
const asked = new Map();

/** Ask once; what failed may be asked again. */
function askOnce(address) {
  if (!asked.has(address)) {
    const answer = ask(address);
    asked.set(address, answer);
    answer.catch(() => asked.delete(address));
  }
  return asked.get(address);
}

/** @returns {Promise<{groups: Array<{code: string, title: string, layers: Array<{name: string, title: string}>}>}>} */
export function fetchTree() {
  // Runs add layers while the page is open.
  return ask(config.urls.tree);
}

/**
 * @param {string} name
 * @returns {Promise<Facts>}
 */
export function fetchFacts(name) {
  return askOnce(config.urls.layerFacts.replace("NAME", name));
}

/**
 * @param {string} name
 * @returns {Promise<LegendLine[]>}
 */
export async function fetchLegend(name) {
  const query = { service: "WMS", version: "1.3.0", request: "GetLegendGraphic", layer: name };
  const answer = await askOnce(`${config.urls.wms}?${new URLSearchParams({ ...query, format: "application/json" })}`);
  return answer.Legend[0].rules;
}
