const SVG = "http://www.w3.org/2000/svg";
const SPRITE = new URL("../icons.svg", import.meta.url).href;

/**
 * Make an element. Attributes named `class`, `dataset` and `on...` mean what they seem to;
 * null, undefined and false leave an attribute out. Text is always text, never markup.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    setAttribute(element, name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) {
    return;
  }
  if (name.startsWith("on")) {
    element.addEventListener(name.slice(2), value);
  } else if (name === "dataset") {
    Object.assign(element.dataset, value);
  } else {
    element.setAttribute(name, value === true ? "" : value);
  }
}

/** Make an SVG element; presentation attributes pass the content security policy, style attributes do not. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Make a decorative icon of the sprite. */
export function icon(name) {
  return svg("svg", { class: "icon", "aria-hidden": "true" }, svg("use", { href: `${SPRITE}#${name}` }));
}

/** Set CSS properties through the object model, which the content security policy allows. */
export function styled(element, properties) {
  for (const [name, value] of Object.entries(properties)) {
    element.style.setProperty(name, value);
  }
  return element;
}

/** Show a message in an element, or hide the element when there is none. */
export function showMessage(element, message) {
  element.textContent = message;
  element.hidden = !message;
}

/** Set an ARIA state to true, or take it away: an empty value would count as false. */
export function setFlag(element, name, isSet) {
  if (isSet) {
    element.setAttribute(name, "true");
  } else {
    element.removeAttribute(name);
  }
}
