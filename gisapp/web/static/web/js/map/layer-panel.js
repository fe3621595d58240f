import { patchAddress } from "../address.js";
import { config, text } from "../config.js";
import { el, styled, svg } from "../dom.js";
import { on } from "../events.js";
import { citation, number, tonnesPerYear } from "../format.js";
import { shownCommodity } from "./commodity.js";
import { SUBDISTRICTS_FROM_ZOOM, showCommodity } from "./layers.js";
import { facilitySymbol } from "./symbols.js";
import { asked, isGroupShown, showGroup } from "./view-memory.js";

const OPEN_FROM_WIDTH_PX = 768;
const { base, computed } = config.style;

/** Build the panel in which the switches of the layers are their legend. */
export function startLayerPanel() {
  const panel = /** @type {HTMLDetailsElement} */ (document.getElementById("layer-panel"));
  panel.open = window.innerWidth >= OPEN_FROM_WIDTH_PX;
  document.getElementById("layer-panel-body").append(
    sourceAreas(),
    facilities(),
    layer("exclusion_zones", text("exclusion_zones"), {
      drawing: hatch(),
      remark: config.citations.exclusion_zones.length ? "" : text("none_recorded"),
    }),
    layer("road_links", text("roads"), { drawing: roadSample() }),
    layer("districts", text("districts"), {
      drawing: borderSample(),
      remark: config.districts.some((district) => district.is_approximate) ? text("approximate") : "",
    }),
    layer("subdistricts", text("subdistricts"), {
      drawing: subdistrictSample(),
      remark: text("from_zoom", { n: SUBDISTRICTS_FROM_ZOOM }),
    }),
    layer("labels", text("names")),
    catchments(),
    sources(),
  );
}

function layer(name, label, { drawing = null, remark = "" } = {}, ...more) {
  const box = el("input", {
    type: "checkbox",
    checked: isGroupShown(name),
    onchange: () => showGroup(name, box.checked),
  });
  return el(
    "div",
    { class: "layer", dataset: { layer: name } },
    el(
      "label",
      { class: "layer-switch" },
      box,
      drawing,
      el("span", {}, label, remark && el("span", { class: "layer-note" }, ` ${remark}`)),
    ),
    ...more,
  );
}

function catchments() {
  const row = layer("catchments", text("catchments"), { drawing: catchmentSample() });
  row.hidden = true;
  on("sites", ({ sites }) => {
    row.hidden = sites.length === 0;
  });
  return row;
}

function note(words) {
  return el("p", { class: "layer-note" }, words);
}

function sourceAreas() {
  if (!shownCommodity()) {
    return el("div", { class: "layer" }, note(text("no_source_areas")));
  }
  const legend = el("div", { class: "ramp-legend" });
  const show = (code) => {
    showCommodity(code);
    choice.value = shownCommodity().code;
    legend.replaceChildren(...ramp(shownCommodity()));
  };
  const choice = el(
    "select",
    {
      class: "commodity-choice",
      "aria-label": text("commodity"),
      onchange: () => {
        show(choice.value);
        patchAddress({ commodity: choice.value });
      },
    },
    ...config.commodities.map(({ code, name }) => el("option", { value: code }, name)),
  );
  show(asked.commodity ?? shownCommodity().code);
  on("process", ({ feed }) => show(feed));
  return layer("source_areas", text("source_areas"), {}, choice, legend);
}

function ramp({ ramp: colours, breaks, years, totalTPerYear, isDisaggregated, citations }) {
  const [least, middle, most] = [0, Math.floor(breaks.length / 2), breaks.length - 1].map((index) =>
    number(breaks[index], breaks[index] < 10 ? 1 : 0),
  );
  const total = text("supply_total", { amount: tonnesPerYear(totalTPerYear), years: years.join(", ") });
  return [
    el("div", { class: "ramp" }, ...colours.map((colour) => styled(el("span", {}), { background: colour }))),
    el(
      "div",
      { class: "ramp-ends" },
      el("span", {}, `< ${least}`),
      el("span", {}, middle),
      el("span", {}, `> ${most} ${text("density_unit")}`),
    ),
    note(`${total} ${isDisaggregated ? text("is_disaggregated") : ""}`),
    el(
      "details",
      { class: "ramp-source" },
      el("summary", {}, text("source")),
      ...citations.map((cited) => el("p", { class: "source" }, citation(cited))),
    ),
  ];
}

/** List every symbol once, with all that it stands for. */
function symbolRows() {
  const { kinds, processes } = config.facilities;
  const found = new Map();
  const add = (symbol, label) => {
    const key = `${symbol.shape} ${symbol.colour}`;
    found.set(key, { symbol, labels: [...(found.get(key)?.labels ?? []), label] });
  };
  for (const process of Object.values(processes)) {
    add(process, process.shape === "octagon" ? text("other_plants") : process.label);
  }
  for (const [kind, { shape, label }] of Object.entries(kinds)) {
    if (!["plant", "other"].includes(kind)) {
      add({ shape, colour: base.border }, label);
    }
  }
  return [...found.values()].map(({ symbol, labels }) => [symbol, [...new Set(labels)].join(", ")]);
}

function facilities() {
  const row = ([symbol, label]) => el("li", {}, facilitySymbol(symbol), label);
  const states = ["planned", "closed"].map((status) => [
    { shape: "square", colour: base.border, status },
    text(status),
  ]);
  return layer(
    "facilities",
    text("facilities"),
    {},
    el(
      "details",
      { class: "symbol-legend" },
      el("summary", {}, text("symbols")),
      el("ul", { class: "symbols" }, ...[...symbolRows(), ...states].map(row)),
    ),
  );
}

function sources() {
  const names = {
    districts: "districts",
    road_links: "roads",
    facilities: "facilities",
    exclusion_zones: "exclusion_zones",
  };
  const rows = Object.entries(names)
    .filter(([layerName]) => config.citations[layerName]?.length)
    .flatMap(([layerName, key]) => [
      el("dt", {}, text(key)),
      ...config.citations[layerName].map((cited) => el("dd", {}, citation(cited))),
    ]);
  rows.push(el("dt", {}, text("surroundings")), el("dd", {}, "Natural Earth 10m, public domain"));
  return el("details", { class: "layer-sources" }, el("summary", {}, text("sources")), el("dl", {}, ...rows));
}

function sample(...children) {
  return svg("svg", { class: "sample", viewBox: "0 0 20 14", "aria-hidden": "true" }, ...children);
}

function line(attributes) {
  return svg("line", { x1: 0, y1: 7, x2: 20, y2: 7, ...attributes });
}

function hatch() {
  return sample(
    svg("rect", { x: 0.5, y: 0.5, width: 19, height: 13, fill: "url(#hatch-excluded)", stroke: base.border }),
  );
}

function roadSample() {
  return sample(
    line({ stroke: base["road-case"], "stroke-width": 4 }),
    line({ stroke: base["road-core"], "stroke-width": 2 }),
  );
}

function borderSample() {
  return sample(line({ stroke: base.border, "stroke-width": 1.4 }));
}

function subdistrictSample() {
  return sample(line({ stroke: base.subdistrict, "stroke-width": 1.2, "stroke-dasharray": "2 2" }));
}

function catchmentSample() {
  return sample(
    svg("rect", {
      x: 1.5,
      y: 1.5,
      width: 17,
      height: 11,
      rx: 3,
      fill: computed["saran-50"],
      stroke: computed["saran-700"],
      "stroke-width": 2,
    }),
  );
}
