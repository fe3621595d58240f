import { config, text } from "../config.js";

const NO_CONTENT = 204;

/** What the service said when it did not accept or could not answer a request; its message is for the reader. */
export class ApiError extends Error {}

/** Ask the service; return the JSON of its answer, or null where an answer has none to give. */
export async function ask(address, options = {}) {
  let answer;
  try {
    // The words of an answer belong to the page: in its language, not in that of the browser.
    const headers = { "Accept-Language": config.language, ...options.headers };
    answer = await fetch(address, { ...options, headers });
  } catch {
    throw new ApiError(text("unreachable"));
  }
  if (answer.status === NO_CONTENT) {
    return null;
  }
  const body = await answer.json().catch(() => null);
  if (!answer.ok || body === null) {
    throw new ApiError(body?.detail ?? `${text("refused_by_server")} (${answer.status}).`);
  }
  return body;
}

export function fetchProcesses() {
  return ask(config.urls.processes);
}

export function createRun(parameters) {
  return ask(config.urls.runs, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(parameters),
  });
}

export function fetchRun(id) {
  return ask(`${config.urls.runs}/${id}`);
}

export function cancelRun(id) {
  return ask(`${config.urls.runs}/${id}`, { method: "DELETE" });
}

/**
 * @param {string} id of a run
 * @param {{lon: number, lat: number, in_place_of?: number}} place
 */
export function fetchPlaceScore(id, place) {
  return ask(`${config.urls.runs}/${id}/why?${new URLSearchParams(written(place))}`);
}

/** @param {{lon: number, lat: number, process: string|null}} place */
export function fetchWhyNot({ process, ...place }) {
  return ask(`${config.urls.whyNot}?${new URLSearchParams(written(process ? { ...place, process } : place))}`);
}

/** @returns {Record<string, string>} */
function written(values) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

export function fetchSites(id) {
  return ask(`${config.urls.runs}/${id}/sites.geojson`);
}

export function fetchCatchments(id) {
  return ask(`${config.urls.runs}/${id}/catchments.geojson`);
}
