import { text } from "../config.js";
import { el, icon } from "../dom.js";
import { emit, on } from "../events.js";
import { addKey } from "../keys.js";
import { showBase } from "./base.js";
import { startFullScreen } from "./full-screen.js";
import { L, map } from "./handles.js";
import { addTool, chooseTool, clickAt, onPlainClick, startTools, toolbarButton } from "./tools.js";
import { fit } from "./view.js";
import { asked, rememberView } from "./view-memory.js";

const MOST_KEYED_SITES = 9;
const FOUND_ZOOM = 12;

/** Set up all by which a reader looks around; what does the work is loaded once it is asked for. */
export function startExplore() {
  startTools();
  const layers = toolbarButton({ icon: "layers", label: text("tool_layers"), key: "l", press: openTree });
  layers.id = "layers-button";
  layers.setAttribute("aria-expanded", "false");
  addTool({
    name: "measure",
    icon: "ruler",
    label: text("tool_measure"),
    key: "u",
    start: async () => (await measuring()).start(),
    stop: async () => (await measuring()).stop(),
    click: async (at) => (await measuring()).click(at),
  });
  onPlainClick(showHere);
  on("found", showFound);
  addSiteKeys();
  addKey("?", text("key_list"), openKeys);
  startFullScreen();
  addKeysButton();
  restore();
  rememberView();
}

const measuring = () => import("../explore/measure.js");

async function openTree() {
  const [{ toggleTree }] = await Promise.all([import("../explore/tree-panel.js"), layersOnTop()]);
  toggleTree();
}

async function openKeys() {
  (await import("../explore/key-list.js")).openKeyList();
}

async function showHere(at) {
  (await import("../explore/here.js")).showHere(at);
}

/** @type {Promise<typeof import("../explore/overlays.js")>|null} */
let onTop = null;

function layersOnTop() {
  onTop ??= Promise.all([import("../explore/overlays.js"), import("../explore/legends.js")]).then(
    ([overlays, { startLegends }]) => {
      startLegends();
      return overlays;
    },
  );
  return onTop;
}

/** Show again what the address names. */
async function restore() {
  if (asked.base) {
    showBase(asked.base);
  }
  // Tools of other parts of the page are added right after this one.
  await null;
  chooseTool(asked.tool);
  if (asked.at) {
    clickAt(L.latLng(asked.at[1], asked.at[0]));
  }
  if (asked.layers.length) {
    const { addOverlay } = await layersOnTop();
    // The last lies lowest.
    for (const layer of asked.layers.toReversed()) {
      await addOverlay(layer);
    }
  }
}

/** Go to a place that was searched for, and tell what is there. */
function showFound({ lon, lat, bbox }) {
  if (bbox) {
    const [west, south, east, north] = bbox;
    fit(L.latLngBounds([south, west], [north, east]), { animate: false });
  } else {
    map.setView([lat, lon], Math.max(map.getZoom(), FOUND_ZOOM), { animate: false });
  }
  emit("tab", "map");
  showHere({ lat, lng: lon });
}

function addSiteKeys() {
  for (let rank = 1; rank <= MOST_KEYED_SITES; rank += 1) {
    addKey(String(rank), text("key_sites"), () => pressSite(rank));
  }
}

function pressSite(rank) {
  /** @type {NodeListOf<HTMLElement>} */
  const choices = document.querySelectorAll(".site-choice");
  choices[rank - 1]?.click();
}

function addKeysButton() {
  const control = new L.Control({ position: "topright" });
  control.onAdd = () => {
    const label = text("keys");
    const button = el(
      "button",
      { type: "button", title: `${label} (?)`, "aria-label": label, onclick: openKeys },
      icon("keyboard"),
    );
    const bar = el("div", { class: "leaflet-bar home-control keys-control" }, button);
    L.DomEvent.disableClickPropagation(bar);
    return bar;
  };
  control.addTo(map);
}
