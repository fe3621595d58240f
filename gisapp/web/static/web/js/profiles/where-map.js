import { el, svg } from "../dom.js";
import { hideOverlaps } from "../map/overlaps.js";
import { addSurroundings, makePlainMap } from "../reading/plain-map.js";
import { classOf } from "./figures.js";
import { config, figureText, text, written } from "./where-config.js";

const { L } = window;
const OUTLINE_ZOOM = 9;
const { base, noData } = config.style;
const NO_DATA_FILL = "url(#hatch-no-data)";
const BORDER = { color: "#fff", weight: 1.2, opacity: 1 };
const HOVERED = { color: base["label-town"], weight: 2 };
const SELECTED = { color: base["label-town"], weight: 3.5 };
const container = document.getElementById("where-map");
const legend = document.getElementById("where-legend");

/** The map of the districts; it tells what the reader points at or chooses. */
export class WhereMap {
  #map;
  #areas = new Map();
  #shown = null;
  #selected = null;
  #listener;

  /** @param {{hover: (code: string|null) => void, choose: (code: string) => void}} listener */
  constructor(listener) {
    this.#listener = listener;
    this.#map = makeMap();
  }

  /** Load the outlines; without them the table still tells all. */
  async load() {
    const answer = await fetch(`${config.urls.outlines}?zoom=${OUTLINE_ZOOM}`);
    if (!answer.ok) {
      throw new TypeError(`${answer.status} ${answer.url}`);
    }
    const outlines = L.geoJSON(await answer.json(), {
      style: { ...BORDER, fillColor: base.land, fillOpacity: 1 },
      onEachFeature: ({ properties }, area) => this.#follow(properties, area),
    }).addTo(this.#map);
    this.#map.fitBounds(config.bounds ?? outlines.getBounds(), { padding: [12, 12], animate: false });
    addPlants(this.#map);
    addSurroundings(this.#map, base);
    this.#map.on("zoomend", hideOverlappingNames);
    hideOverlappingNames();
    this.#paint();
    this.select(this.#selected);
  }

  /** Show the figures of a year. */
  show(statistic, rows) {
    this.#shown = { statistic, rows: new Map(rows.map((row) => [row.code, row])) };
    showLegend(
      statistic,
      rows.some(({ value }) => value === null),
    );
    this.#paint();
  }

  /** Light a district while its row is pointed at. */
  hover(code) {
    for (const [known, area] of this.#areas) {
      if (known !== this.#selected) {
        area.setStyle(known === code ? HOVERED : BORDER);
      }
    }
    this.#raise(code);
  }

  /** Mark the chosen district. */
  select(code) {
    this.#selected = code;
    for (const [known, area] of this.#areas) {
      area.setStyle(known === code ? SELECTED : BORDER);
    }
    this.#raise(code);
  }

  #raise(code) {
    this.#areas.get(code)?.bringToFront();
    this.#areas.get(this.#selected)?.bringToFront();
  }

  #follow({ code, name }, area) {
    this.#areas.set(code, area);
    area.bindTooltip(() => this.#tooltip(code, name), { sticky: true, direction: "top" });
    area.on("mouseover", () => this.#listener.hover(code));
    area.on("mouseout", () => this.#listener.hover(null));
    area.on("click", () => this.#listener.choose(code));
    const html = el("span", { "aria-hidden": "true" }, config.names[code] ?? name);
    const icon = L.divIcon({ className: "label label-district", html, iconSize: null });
    L.marker(middleOf(area), { icon, interactive: false, keyboard: false }).addTo(this.#map);
  }

  #tooltip(code, name) {
    const row = this.#shown?.rows.get(code);
    const figure = row && (row.value === null ? row.reason : figureText(this.#shown.statistic, row.value));
    return el("span", {}, figure ? `${name}: ${figure}` : name);
  }

  #paint() {
    if (!this.#shown) {
      return;
    }
    for (const [code, area] of this.#areas) {
      const value = this.#shown.rows.get(code)?.value ?? null;
      area.setStyle({ fillColor: classOf(this.#shown.statistic.classes, value)?.colour ?? NO_DATA_FILL });
    }
  }
}

function makeMap() {
  const canvas = el("div", { class: "where-canvas folium-map" });
  container.prepend(canvas);
  const map = makePlainMap(canvas, { text, minZoom: 6, maxZoom: 12 });
  canvas.append(hatch());
  return map;
}

function hatch() {
  const { size, angle, ground, line, width } = noData;
  const pattern = svg(
    "pattern",
    {
      id: "hatch-no-data",
      width: size,
      height: size,
      patternUnits: "userSpaceOnUse",
      patternTransform: `rotate(${angle})`,
    },
    svg("rect", { width: size, height: size, fill: ground }),
    svg("line", { x1: 0, y1: 0, x2: 0, y2: size, stroke: line, "stroke-width": width * 2 }),
  );
  return svg("svg", { class: "hatch-definitions", width: 0, height: 0, "aria-hidden": "true" }, pattern);
}

/** Return where a name is written: amid the largest part, for a district may have islands. */
function middleOf(area) {
  const parts = area.getLatLngs().map((rings) => L.latLngBounds(rings[0]));
  const size = (box) => (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());
  return parts.reduce((largest, box) => (size(box) > size(largest) ? box : largest)).getCenter();
}

function hideOverlappingNames() {
  hideOverlaps(container.querySelectorAll(".label > span"));
}

function addPlants(map) {
  map.getContainer().style.setProperty("--symbol", "10px");
  for (const { name, kind, lon, lat, outline, colour, isOperating } of config.plants) {
    const shape = svg("path", {
      d: outline,
      fill: isOperating ? "#13232B" : "#fff",
      stroke: isOperating ? "#fff" : colour,
      "stroke-width": 3,
    });
    const html = svg("svg", { viewBox: "-1 -1 26 26", "aria-hidden": "true" }, shape);
    const icon = L.divIcon({ className: "facility", html, iconSize: null });
    L.marker([lat, lon], { icon, keyboard: false }).bindTooltip(`${name} (${kind})`, { direction: "top" }).addTo(map);
  }
}

function showLegend(statistic, hasGaps) {
  const entries = [...statistic.classes].reverse().map((one) => entry(one.colour, classText(one)));
  if (hasGaps) {
    entries.push(entry(NO_DATA_FILL, text("no_data")));
  }
  if (config.plants.length > 0) {
    entries.push(entry("#13232B", text("plants")));
  }
  const title = [statistic.title, statistic.unit].filter(Boolean).join(", ");
  legend.replaceChildren(el("p", { class: "legend-title" }, title), el("ul", {}, ...entries));
}

function entry(fill, label) {
  const swatch = svg("svg", { "aria-hidden": "true" }, svg("rect", { width: "100%", height: "100%", fill, rx: 2 }));
  return el("li", {}, swatch, label);
}

function classText({ low, high, name }) {
  if (name) {
    return name;
  }
  if (low === null) {
    return text("up_to", { high: written(high) });
  }
  return high === null
    ? text("above", { low: written(low) })
    : text("from_to", { low: written(low), high: written(high) });
}
