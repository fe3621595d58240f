import { config } from "../config.js";
import { ask } from "./api.js";

const TOKEN = "input[name=csrfmiddlewaretoken]";

/** @returns {RequestInit} a request that changes something: with the token that no forged one has */
function changing(method, body) {
  const headers = { "X-CSRFToken": /** @type {HTMLInputElement} */ (document.querySelector(TOKEN)).value };
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

/**
 * Read what a form says about a scenario.
 *
 * @param {HTMLFormElement} form
 */
export function scenarioGiven(form) {
  const given = new FormData(form);
  const [name, note, visibility] = ["name", "note", "visibility"].map((field) => String(given.get(field) ?? ""));
  return { name, note, visibility };
}

/** @param {string} id */
export function deleteScenario(id) {
  return ask(`${config.urls.scenarios}/${id}`, changing("DELETE"));
}
