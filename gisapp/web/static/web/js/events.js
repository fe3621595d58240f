/**
 * What happens on the page, so that form, list and map need not know each other:
 * `plan` (a parameter changed), `weights`, `run` (a calculation changed state),
 * `select` (a site was chosen), `explain` (its explanation was asked for), `tab`, `remap` (a file is to be read in
 * another way).
 */
const bus = new EventTarget();

export function emit(name, detail) {
  bus.dispatchEvent(new CustomEvent(name, { detail }));
}

export function on(name, listener) {
  bus.addEventListener(name, (event) => listener(/** @type {CustomEvent} */ (event).detail));
}
