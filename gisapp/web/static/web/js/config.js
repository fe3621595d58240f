/** The page's configuration, written by the server. */
export const config = JSON.parse(document.getElementById("page-config").textContent);

const plurals = new Intl.PluralRules(config.language);

/** Return a text by its key, with `{name}` filled in. */
export function text(key, values = {}) {
  const found = config.texts[key];
  if (found === undefined) {
    return key;
  }
  return found.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** Return the text for a number of things: `key_one` or `key_other`. */
export function textForCount(key, count) {
  return text(`${key}_${plurals.select(count) === "one" ? "one" : "other"}`, { n: count });
}

/** Tell whether there is a text of this key. */
export function hasText(key) {
  return key in config.texts;
}
