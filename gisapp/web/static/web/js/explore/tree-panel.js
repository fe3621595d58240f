import { text } from "../config.js";
import { el, icon } from "../dom.js";
import { on } from "../events.js";
import { addCloser } from "../keys.js";
import { ApiError } from "../run/api.js";
import { baseChoice } from "./base-map.js";
import { fetchTree } from "./facts.js";
import { overlayRows } from "./overlay-rows.js";
import { addOverlay, isOverlay, removeOverlay } from "./overlays.js";
import { arranged, matching } from "./tree.js";

/** @type {HTMLElement|null} */
let panel = null;
/** @type {Array<{code: string, title: string, layers: Array<{name: string, title: string}>}>} */
let groups = [];

/** Open the tree of layers, or close it. */
export function toggleTree() {
  panel ??= makePanel();
  if (panel.hidden) {
    panel.hidden = false;
    load();
    document.getElementById("layer-filter").focus();
  } else {
    close();
  }
}

function close() {
  panel.hidden = true;
  document.getElementById("layers-button").setAttribute("aria-expanded", "false");
  document.getElementById("layers-button").focus();
}

function makePanel() {
  const filter = el("input", {
    type: "search",
    id: "layer-filter",
    placeholder: text("layers_filter"),
    "aria-label": text("layers_filter"),
    autocomplete: "off",
    oninput: () => drawTree(),
  });
  const made = el(
    "section",
    { class: "layer-tree", id: "layer-tree", "aria-labelledby": "layer-tree-title", hidden: true },
    el(
      "header",
      {},
      el("h2", { id: "layer-tree-title" }, text("tool_layers")),
      el(
        "button",
        { type: "button", class: "icon-button", title: text("close"), "aria-label": text("close"), onclick: close },
        icon("x"),
      ),
    ),
    el(
      "div",
      { class: "layer-tree-body" },
      el("h3", {}, text("layers_added")),
      ...overlayRows(),
      el("h3", {}, text("layers_all")),
      filter,
      el("div", { id: "layer-groups", role: "group", "aria-label": text("layers_all") }),
      el("p", { class: "quiet", id: "layer-count", role: "status" }),
      baseChoice(),
    ),
  );
  document.getElementById("map").append(made);
  document.getElementById("layers-button").setAttribute("aria-controls", made.id);
  addCloser(() => {
    const isOpen = !made.hidden;
    if (isOpen) {
      close();
    }
    return isOpen;
  });
  on("overlays", tick);
  return made;
}

async function load() {
  document.getElementById("layers-button").setAttribute("aria-expanded", "true");
  const place = document.getElementById("layer-groups");
  if (groups.length === 0) {
    place.replaceChildren(el("p", { class: "quiet", role: "status" }, text("layers_loading")));
  }
  try {
    groups = (await fetchTree()).groups;
    drawTree();
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    place.replaceChildren(
      el("p", { class: "field-error", role: "alert" }, text("layers_failed"), " ", error.message),
      el("button", { type: "button", class: "button", onclick: load }, icon("refresh-cw"), text("try_again")),
    );
  }
}

function drawTree() {
  const query = /** @type {HTMLInputElement} */ (document.getElementById("layer-filter")).value.trim();
  const found = matching(groups, query);
  const count = found.reduce((sum, group) => sum + group.layers.length, 0);
  const isOpen = query !== "";
  document.getElementById("layer-groups").replaceChildren(
    ...found.map((group) => {
      const { layers, subgroups } = arranged(group);
      const inner = subgroups.map((one) => branch(one.title, { layers: one.layers, isOpen }));
      return branch(group.title, { layers, inner, isOpen });
    }),
  );
  document.getElementById("layer-count").textContent =
    count === 0 ? text("layers_no_match", { query }) : text("layers_count", { n: count });
}

function branch(title, { layers, inner = [], isOpen }) {
  return el(
    "details",
    { class: "layer-group", open: isOpen || layers.some(({ name }) => isOverlay(name)) },
    el("summary", {}, title),
    ...inner,
    el("ul", {}, ...layers.map(leaf)),
  );
}

function leaf({ name, title, label }) {
  const box = el("input", {
    type: "checkbox",
    value: name,
    checked: isOverlay(name),
    "aria-label": title,
    onchange: () => (box.checked ? addOverlay({ name }) : removeOverlay(name)),
  });
  return el("li", {}, el("label", { class: "layer-switch" }, box, el("span", {}, label)));
}

function tick() {
  /** @type {NodeListOf<HTMLInputElement>} */
  const boxes = panel.querySelectorAll("#layer-groups input");
  for (const box of boxes) {
    box.checked = isOverlay(box.value);
  }
}
