import { config, text } from "../config.js";
import { el, styled, svg } from "../dom.js";
import { citation, number, tonnesPerYear } from "../format.js";
import { groups, map } from "./handles.js";
import { densityColour, showCommodity, shownCommodity } from "./layers.js";
import { facilitySymbol } from "./symbols.js";

const OPEN_FROM_WIDTH_PX = 768;
const { base, computed } = config.style;

/** Build the panel in which the switches of the layers are their legend. */
export function startLayerPanel() {
  document.getElementById("layer-panel").open = window.innerWidth >= OPEN_FROM_WIDTH_PX;
  document
    .getElementById("layer-panel-body")
    .append(
      sourceAreas(),
      facilities(),
      layer("exclusion_zones", text("exclusion_zones"), hatch(), ...exclusionNotes()),
      layer("road_links", text("roads"), roadSample()),
      layer("districts", text("districts"), borderSample(), ...districtNotes()),
      layer("subdistricts", text("subdistricts"), subdistrictSample(), note(text("from_zoom", { n: 9 }))),
      layer("labels", text("names"), null),
      layer("catchments", text("catchments"), catchmentSample()),
      sources(),
    );
}

function layer(name, label, sample, ...more) {
  const box = el("input", { type: "checkbox", checked: true, onchange: () => toggle(name, box.checked) });
  return el(
    "div",
    { class: "layer", dataset: { layer: name } },
    el("label", { class: "layer-switch" }, box, sample, el("span", {}, label)),
    ...more,
  );
}

function toggle(name, shown) {
  if (shown) {
    map.addLayer(groups[name]);
  } else {
    map.removeLayer(groups[name]);
  }
}

function note(words) {
  return el("p", { class: "layer-note" }, words);
}

function exclusionNotes() {
  return config.citations.exclusion_zones.length ? [] : [note(text("no_exclusion_zones"))];
}

function districtNotes() {
  return config.districts.some((district) => district.is_approximate) ? [note(text("districts_approximate"))] : [];
}

function sourceAreas() {
  if (!shownCommodity()) {
    return el("div", { class: "layer" }, note(text("no_source_areas")));
  }
  const legend = el("div", { class: "ramp-legend" });
  const choice = el(
    "select",
    {
      class: "commodity-choice",
      "aria-label": text("commodity"),
      onchange: () => {
        showCommodity(choice.value);
        legend.replaceChildren(...ramp(shownCommodity()));
      },
    },
    ...config.commodities.map(({ code, name }) => el("option", { value: code }, name)),
  );
  legend.append(...ramp(shownCommodity()));
  return layer("source_areas", text("source_areas"), null, choice, legend);
}

function ramp(commodity) {
  const { breaks, years } = commodity;
  const steps = commodity.ramp.map((colour) => styled(el("span", {}), { background: colour }));
  const middle = densityColour(commodity, breaks[Math.floor(breaks.length / 2)]);
  const ends = [breaks[0], breaks[Math.floor(breaks.length / 2)], breaks[breaks.length - 1]].map((limit) =>
    number(limit, limit < 10 ? 1 : 0),
  );
  const amount = tonnesPerYear(commodity.totalTPerYear);
  return [
    el("div", { class: "ramp", dataset: { middle } }, ...steps),
    el(
      "div",
      { class: "ramp-ends" },
      el("span", {}, `< ${ends[0]}`),
      el("span", {}, ends[1]),
      el("span", {}, `> ${ends[2]}`),
    ),
    note(text("density_unit")),
    note(
      `${text("supply_total", { amount, years: years.join(", ") })} ${commodity.isDisaggregated ? text("is_disaggregated") : ""}`,
    ),
    ...commodity.citations
      .slice(0, 2)
      .map((cited) => el("p", { class: "source" }, `${text("source")}: ${citation(cited)}`)),
  ];
}

function facilities() {
  const { kinds, processes } = config.facilities;
  const row = (symbol, label) => el("li", {}, facilitySymbol(symbol), label);
  const known = [
    ...Object.values(processes).map((process) => row(process, process.label)),
    ...Object.entries(kinds)
      .filter(([kind]) => !["plant", "other"].includes(kind))
      .map(([, kind]) => row({ ...kind, colour: base.border }, kind.label)),
  ];
  const states = ["planned", "closed"].map((status) =>
    row({ shape: "square", colour: base.border, status }, text(status)),
  );
  return layer(
    "facilities",
    text("facilities"),
    null,
    el(
      "details",
      { class: "symbol-legend" },
      el("summary", {}, text("kind")),
      el("ul", { class: "symbols" }, ...known, ...states),
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
