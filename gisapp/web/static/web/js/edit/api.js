import { config, text } from "../config.js";
import { ApiError, ask } from "../run/api.js";

const TOKEN = "input[name=csrfmiddlewaretoken]";
// What a reader can mend: somebody else was first, or a check refuses.
const MENDABLE = new Set([412, 422]);

/**
 * @typedef {{id: number, title: string, version: string, geometry: object, properties: Record<string, any>}} Feature
 * @typedef {{level: string, code: string, field: string, value: string, limit: string, fix: string}} Finding
 * @typedef {{status: number, feature?: Feature, import?: string|null, findings?: Finding[], detail?: string,
 *   changed?: {by: string, at: string, fields: string[]}|null, current?: Feature}} Answer
 */

function addressOf(kind, id) {
  return `${config.urls.features}/${kind}${id === undefined ? "" : `/${id}`}`;
}

/** @returns {Promise<Feature>} */
export function fetchFeature(kind, id) {
  return ask(addressOf(kind, id));
}

/** @param {[number, number, number, number]} bbox */
export function fetchNear(kind, bbox) {
  return ask(`${addressOf(kind)}?bbox=${bbox.join(",")}`);
}

/** Store a new feature, or change the one of the id and version. */
export function saveFeature(kind, { id, version }, change) {
  return id === undefined
    ? send("POST", addressOf(kind), { body: change })
    : send("PATCH", addressOf(kind, id), { version, body: change });
}

export function deleteFeature(kind, { id, version }) {
  return send("DELETE", addressOf(kind, id), { version });
}

/** Take a change back. */
export function undoEdit(importId) {
  return ask(`${config.urls.imports}/${importId}/undo`, { method: "POST", headers: { "X-CSRFToken": token() } });
}

/** @returns {Promise<Answer>} also where the reader can mend what was sent */
async function send(method, address, { version = "", body = null }) {
  const headers = { "X-CSRFToken": token(), "Accept-Language": config.language };
  let answer;
  try {
    answer = await fetch(address, {
      method,
      headers: {
        ...headers,
        ...(version ? { "If-Match": `"${version}"` } : {}),
        ...(body ? { "Content-Type": "application/json" } : {}),
      },
      body: body && JSON.stringify(body),
    });
  } catch {
    throw new ApiError(text("unreachable"));
  }
  const told = await answer.json().catch(() => null);
  if (told === null || !(answer.ok || MENDABLE.has(answer.status))) {
    throw new ApiError(told?.detail ?? `${text("refused_by_server")} (${answer.status}).`);
  }
  return { ...told, status: answer.status };
}

function token() {
  return /** @type {HTMLInputElement} */ (document.querySelector(TOKEN)).value;
}
