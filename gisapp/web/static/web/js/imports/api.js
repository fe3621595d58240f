import { config, text } from "../config.js";
import { ApiError, ask } from "../run/api.js";

const TOKEN = "input[name=csrfmiddlewaretoken]";

function addressOf(id) {
  return `${config.urls.imports}/${id}`;
}

function changing(method, body) {
  const headers = { "X-CSRFToken": /** @type {HTMLInputElement} */ (document.querySelector(TOKEN)).value };
  if (body === undefined) {
    return { method, headers };
  }
  return { method, headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

export function fetchImport(id) {
  return ask(addressOf(id));
}

/** Say how a file is to be read: layer, mapping (the keys given), source, source_date, licence. */
export function changeImport(id, changes) {
  return ask(addressOf(id), changing("PATCH", changes));
}

/** Do a step: look, check, commit, undo or cancel. */
export function doStep(id, step) {
  return ask(`${addressOf(id)}/${step}`, changing("POST"));
}

export function deleteImport(id) {
  return ask(addressOf(id), changing("DELETE"));
}

export function fetchFindings(id, asked) {
  return ask(`${addressOf(id)}/findings?${new URLSearchParams(asked)}`);
}

export function fetchPreview(id) {
  return ask(`${addressOf(id)}/preview`);
}

/**
 * Send files; resolves with the import, rejects with an ApiError. `fetch` does not tell how much it has sent.
 *
 * @param {{kind: string, files: File[], onSent: (share: number) => void, signal: AbortSignal}} options
 */
export function sendFiles({ kind, files, onSent, signal }) {
  const form = new FormData();
  form.append("kind", kind);
  for (const file of files) {
    form.append("file", file);
  }
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.open("POST", config.urls.imports);
    request.responseType = "json";
    request.setRequestHeader("X-CSRFToken", /** @type {HTMLInputElement} */ (document.querySelector(TOKEN)).value);
    request.setRequestHeader("Accept-Language", config.language);
    request.upload.addEventListener("progress", ({ loaded, total }) => onSent(loaded / total));
    request.addEventListener("load", () => {
      if (request.status === 201) {
        resolve(request.response);
      } else {
        reject(new ApiError(request.response?.detail ?? `${text("refused_by_server")} (${request.status}).`));
      }
    });
    request.addEventListener("error", () => reject(new ApiError(text("unreachable"))));
    request.addEventListener("abort", () => reject(new ApiError("")));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}
