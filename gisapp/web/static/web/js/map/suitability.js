import { config, text } from "../config.js";
import { el, styled } from "../dom.js";
import { on } from "../events.js";
import { fetchRun } from "../run/api.js";
import { L, map } from "./handles.js";
import { showGroup } from "./view-memory.js";

const PANES = { suitability: 315, exclusion: 316 };
const TRIES = 12;
const { suitability: ramp, suitabilityOpacity: opacity } = config.choices;

let pictures = L.layerGroup();
let box = null;
let current = null;

/** Show the suitability of a calculation below its sites, as soon as it is drawn; it is made after the answer. */
export function startSuitability() {
  for (const [name, order] of Object.entries(PANES)) {
    styled(map.createPane(name), { "z-index": String(order), "pointer-events": "none" });
  }
  const row = legend();
  document.getElementById("layer-panel-body").prepend(row);
  on("run", (run) => {
    if (run.status === "suggested" || run.status === "refused") {
      show(run, row);
    }
  });
}

async function show(run, row) {
  current = run.id;
  pictures.remove();
  row.hidden = true;
  const rasters = await drawnRasters(run);
  if (current !== run.id || !rasters.includes("suitability")) {
    return;
  }
  pictures = L.layerGroup(rasters.map((kind) => picture(kind, run.id)));
  row.hidden = false;
  box.checked = true;
  map.addLayer(pictures);
  // Two choropleths above each other can be read by nobody.
  showGroup("source_areas", false);
  const ofSources = document.querySelector('[data-layer="source_areas"] input');
  if (ofSources instanceof HTMLInputElement) {
    ofSources.checked = false;
  }
}

/** @returns {Promise<string[]>} kinds of rasters, none where none come within a while */
async function drawnRasters(run) {
  let { rasters } = run;
  for (let tried = 0; tried < TRIES && !rasters.length && current === run.id; tried += 1) {
    await new Promise((resolve) => setTimeout(resolve, config.limits.pollIntervalMs * (tried + 1)));
    ({ rasters } = await fetchRun(run.id).catch(() => ({ rasters: [] })));
  }
  return rasters;
}

function picture(kind, id) {
  return L.tileLayer.wms(config.urls.wms, {
    layers: `${kind}-${id}`,
    format: "image/png",
    transparent: true,
    version: "1.3.0",
    pane: kind,
  });
}

function legend() {
  box = el("input", {
    type: "checkbox",
    checked: true,
    onchange: () => map[box.checked ? "addLayer" : "removeLayer"](pictures),
  });
  return el(
    "div",
    { class: "layer suitability-legend", dataset: { layer: "suitability" }, hidden: true },
    el("label", { class: "layer-switch" }, box, el("span", {}, text("suitability"))),
    el(
      "div",
      { class: "ramp" },
      ...ramp.map((colour) => styled(el("span", {}), { background: colour, opacity: String(opacity) })),
    ),
    el(
      "div",
      { class: "ramp-ends" },
      el("span", {}, text("suitability_low")),
      el("span", {}, text("suitability_high")),
    ),
    el("p", { class: "layer-note" }, el("span", { class: "excluded-sample" }), ` ${text("suitability_excluded")}`),
    el("p", { class: "layer-note" }, text("suitability_about")),
  );
}
