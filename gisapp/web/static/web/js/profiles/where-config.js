import { numberWriter } from "./figures.js";

/** The configuration of the map of districts, written by the server. */
export const config = JSON.parse(document.getElementById("where-config").textContent);

export const written = numberWriter(config.language);

/** Return a text by its key, with `{name}` filled in. */
export function text(key, values = {}) {
  return config.texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** Return a value with its unit; a class stands by its name. */
export function figureText(statistic, value) {
  const name = statistic.isOfClasses ? statistic.classes[Math.round(value) - 1]?.name : "";
  return name || `${written(value)} ${statistic.unit}`.trim();
}
