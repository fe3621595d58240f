import { config, text } from "../config.js";
import { el, setFlag } from "../dom.js";
import { numberOf, numberText } from "./numbers.js";

const form = document.getElementById("form");
/** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Input */

function inputs(kind) {
  return /** @type {Input[]} */ ([...form.querySelectorAll(`[data-kind="${kind}"] [name]`)]);
}

/** Show the fields of a kind, filled with the values of a feature, or with those that new ones have. */
export function fillForm(kind, properties) {
  for (const part of /** @type {NodeListOf<HTMLFieldSetElement>} */ (form.querySelectorAll("[data-kind]"))) {
    part.hidden = part.dataset.kind !== kind;
    part.disabled = part.hidden;
  }
  for (const input of inputs(kind)) {
    const value = properties ? properties[input.name] : input.dataset.default;
    const isNumber = "number" in input.dataset;
    input.value = value === null || value === "" || value === undefined ? "" : shown(value, isNumber);
  }
  tellFindings(kind, []);
}

/** @returns {Record<string, string|number|null>} what the form says, by field */
export function readForm(kind) {
  return Object.fromEntries(inputs(kind).map((input) => [input.name, written(input)]));
}

/** @returns {Record<string, string|number|null>} what the form says otherwise than a feature */
export function changesOf(kind, properties) {
  const said = Object.entries(readForm(kind));
  return Object.fromEntries(said.filter(([name, value]) => value !== emptied(properties[name])));
}

/**
 * Put findings beside their fields, and the others above; errors mark the field.
 *
 * @param {string} kind
 * @param {import("./api.js").Finding[]} findings
 */
export function tellFindings(kind, findings) {
  const above = document.getElementById("findings");
  above.replaceChildren();
  const byField = new Map(inputs(kind).map((input) => [input.name, input]));
  for (const input of byField.values()) {
    document.getElementById(`${input.id}-said`).replaceChildren();
    setFlag(input, "aria-invalid", false);
  }
  for (const finding of findings) {
    const input = byField.get(finding.field);
    if (input) {
      document.getElementById(`${input.id}-said`).append(findingNote(finding));
      setFlag(input, "aria-invalid", finding.level === "error");
    } else {
      above.append(findingNote(finding));
    }
  }
  const first = [...byField.values()].find((input) => input.hasAttribute("aria-invalid"));
  first?.focus();
}

/** Return a finding in words: how bad, what, what is wanted, what to do. */
export function findingNote({ level, code, value, limit, fix }) {
  // What only the command line takes helps nobody here.
  const help = fix.includes("--") ? "" : fix;
  const words = [value, limit && text("limit", { limit }), help].filter(Boolean).join(" · ");
  return el(
    "span",
    { class: `edit-finding is-${level}`, dataset: { code } },
    el("b", {}, `${text(`level_${level}`)}: ${config.findings[code] ?? code}`),
    el("span", {}, words),
  );
}

/** Take away what was found in a field once something else is written there. */
export function startForm() {
  form.addEventListener("input", ({ target }) => {
    const input = /** @type {Input} */ (target);
    document.getElementById(`${input.id}-said`)?.replaceChildren();
    setFlag(input, "aria-invalid", false);
  });
}

function written(input) {
  const value = input.value.trim();
  if (value === "") {
    return null;
  }
  return "number" in input.dataset ? numberOf(value, config.language) : value;
}

function shown(value, isNumber) {
  return isNumber ? numberText(value, config.language) : String(value);
}

function emptied(value) {
  return value === "" || value === undefined ? null : value;
}
