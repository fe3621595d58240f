import { el, icon } from "../dom.js";
import { emit } from "../events.js";
import { addCloser, addKey } from "../keys.js";
import { map } from "./handles.js";

/**
 * A tool takes the clicks on the map while it is chosen; one at a time is.
 *
 * @typedef {object} Tool
 * @property {string} name as the address has it
 * @property {string} [key] single key that chooses it
 * @property {(at: {lat: number, lng: number}) => void} click
 * @property {() => void} [start]
 * @property {() => void} [stop]
 */

/** @typedef {Tool & {icon: string, label: string}} ButtonTool with a button in the toolbar: an icon of the sprite and a label */

/** @type {Map<string, {tool: Tool, button: HTMLElement}>} */
const tools = new Map();
/** @type {Tool|null} */
let chosen = null;
/** @type {(at: {lat: number, lng: number}) => void} */
let clickWithout = () => {};

/** Send clicks, and Enter on the map, to the chosen tool; Escape lays it down. */
export function startTools() {
  map.on("click", ({ latlng }) => clickAt(latlng));
  const container = map.getContainer();
  // Leaflet gives itself the focus at each press, which browsers take for that of a key.
  container.addEventListener("pointerdown", () => container.classList.add("by-pointer"));
  container.addEventListener("keydown", (event) => {
    container.classList.remove("by-pointer");
    // Buttons on the map keep their own Enter.
    if (event.key === "Enter" && event.target === container) {
      clickAt(map.getCenter());
    }
  });
  addCloser(() => {
    const wasChosen = chosen !== null;
    chooseTool(null);
    return wasChosen;
  });
}

/**
 * Say what a click does while no tool is chosen.
 *
 * @param {(at: {lat: number, lng: number}) => void} click
 */
export function onPlainClick(click) {
  clickWithout = click;
}

/** @param {{lat: number, lng: number}} at */
export function clickAt(at) {
  (chosen?.click ?? clickWithout)(at);
}

/** @param {ButtonTool} tool */
export function addTool(tool) {
  const button = toolbarButton({ ...tool, press: () => chooseTool(chosen === tool ? null : tool.name) });
  button.setAttribute("aria-pressed", "false");
  tools.set(tool.name, { tool, button });
}

/**
 * Add a button to the toolbar of the map.
 *
 * @param {{icon: string, label: string, key?: string, press: () => void}} options
 */
export function toolbarButton({ icon: iconName, label, key, press }) {
  const title = key ? `${label} (${key.toUpperCase()})` : label;
  const button = el(
    "button",
    { type: "button", title, "aria-keyshortcuts": key?.toUpperCase(), onclick: press },
    icon(iconName),
    el("span", {}, label),
  );
  document.getElementById("map-toolbar").append(button);
  if (key) {
    addKey(key, label, press);
  }
  return button;
}

/** @param {string|null} name of the tool; null, or one that is not known, lays the chosen one down */
export function chooseTool(name) {
  takeUp(tools.get(name)?.tool ?? null);
}

/**
 * Take up a tool that has no button of its own here.
 *
 * @param {Tool|null} next
 */
export function takeUp(next) {
  if (next === chosen) {
    return;
  }
  chosen?.stop?.();
  chosen = next;
  for (const { tool, button } of tools.values()) {
    button.setAttribute("aria-pressed", String(tool === chosen));
  }
  map.getContainer().classList.toggle("has-tool", chosen !== null);
  chosen?.start?.();
  emit("tool", chosen?.name ?? null);
}
