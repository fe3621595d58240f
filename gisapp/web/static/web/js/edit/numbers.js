/** Numbers as a form has them. Nothing here touches the page. */

const THOUSANDS = { id: /^[-−]?\d{1,3}(\.\d{3})+$/, en: /^[-−]?\d{1,3}(,\d{3})+(\.\d+)?$/ };

/** Write a number for a field, with the decimal sign of the language and no separators. */
export function numberText(value, language) {
  return language === "id" ? String(value).replace(".", ",") : String(value);
}

/**
 * Read a number as the language writes it.
 *
 * @param {string} written
 * @param {string} language
 * @returns {number|string} what was written, where it is no number: the service says what is wrong with it
 */
export function numberOf(written, language) {
  const plain = written.replaceAll(/\s/g, "").replace("−", "-");
  const isGrouped = THOUSANDS[language]?.test(plain) || (language === "id" && plain.includes(","));
  const grouped = language === "id" ? "." : ",";
  const whole = isGrouped ? plain.replaceAll(grouped, "") : plain;
  const value = Number(whole.replace(",", "."));
  return plain === "" || Number.isNaN(value) ? written : value;
}
