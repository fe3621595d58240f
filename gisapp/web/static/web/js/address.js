/**
 * Write what is shown into the page's address, so that a link, a reload or another language shows the same.
 *
 * @param {Record<string, string|number|null|undefined>} values by parameter; one without a value is taken out
 */
export function patchAddress(values) {
  const address = new URL(window.location.href);
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined || value === "") {
      address.searchParams.delete(name);
    } else {
      address.searchParams.set(name, String(value));
    }
  }
  window.history.replaceState(null, "", address);
  /** @type {NodeListOf<HTMLInputElement>} */
  const fields = document.querySelectorAll('input[name="next"]');
  for (const field of fields) {
    field.value = address.pathname + address.search;
  }
}
