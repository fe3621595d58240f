import { config } from "../config.js";
import { ask } from "./api.js";

const TOKEN = "input[name=csrfmiddlewaretoken]";

/** @returns {RequestInit} a request that changes something: with the token that no forged one has */
function changing(method, body) {
  const headers = { "X-CSRFToken": document.querySelector(TOKEN).value };
  if (body === undefined) {
    return { method, headers };
  }
  return { method, headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

/**
 * Keep a run under a name, or copy a scenario.
 *
 * @param {{run: string, name: string, note: string, visibility: string}|{copy_of: string}} scenario
 */
export function saveScenario(scenario) {
  return ask(config.urls.scenarios, changing("POST", scenario));
}

/** @param {string} id @param {{name?: string, note?: string, visibility?: string}} changes */
export function changeScenario(id, changes) {
  return ask(`${config.urls.scenarios}/${id}`, changing("PATCH", changes));
}

/** @param {string} id */
export function deleteScenario(id) {
  return ask(`${config.urls.scenarios}/${id}`, changing("DELETE"));
}
