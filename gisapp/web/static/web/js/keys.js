/**
 * Single keys and what they do, on any page. They act outside fields only, and can be turned off (WCAG 2.1.4).
 *
 * @typedef {{key: string, label: string, act: () => void}} Key
 */

const SETTING = "hilir-keys";
const FIELDS = "input, textarea, select, [contenteditable]";

/** @type {Map<string, Key>} */
const keys = new Map();
/** @type {Array<() => boolean>} */
const closers = [];

/**
 * Give a key an action; letters in lower case.
 *
 * @param {string} key
 * @param {string} label what the list of keys says
 * @param {() => void} act
 */
export function addKey(key, label, act) {
  keys.set(key, { key, label, act });
}

/**
 * Have Escape close something; what was added last is asked first.
 *
 * @param {() => boolean} close returns whether there was something to close
 */
export function addCloser(close) {
  closers.unshift(close);
}

/** @returns {Key[]} */
export function keyList() {
  return [...keys.values()];
}

export function keysAreOn() {
  try {
    return window.localStorage.getItem(SETTING) !== "off";
  } catch {
    // A browser that keeps nothing for the page still has its keys.
    return true;
  }
}

/** @param {boolean} areOn */
export function turnKeys(areOn) {
  try {
    window.localStorage.setItem(SETTING, areOn ? "on" : "off");
  } catch {
    // Kept for this page alone where the browser forbids more.
  }
}

/** Listen to keys. */
export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const isUsed = event.key === "Escape" ? closers.some((close) => close()) : press(event);
    if (isUsed) {
      event.preventDefault();
    }
  });
}

/** @param {KeyboardEvent} event */
function press(event) {
  const found = keys.get(event.key.toLowerCase());
  const isTyping = event.target instanceof Element && event.target.closest(FIELDS) !== null;
  if (!found || isTyping || document.querySelector("dialog[open]") || !keysAreOn()) {
    return false;
  }
  found.act();
  return true;
}
