import { config, text } from "../config.js";
import { el, icon } from "../dom.js";
import { citation, number, position } from "../format.js";
import { shownCommodity } from "../map/commodity.js";
import { exclusionCard, facilityCard, sourceAreaCard } from "../map/popups.js";
import { lengthWords } from "./measure.js";

const UNTOLD = [
  "source",
  "source_date",
  "licence",
  "confidence",
  "note",
  "code",
  "commodity",
  "district",
  "run",
  "process",
];
const DECIMALS = 3;

/** What is shown until the answer comes: the position is known at once. */
export function loadingCard({ lon, lat }) {
  return card(
    el("p", { class: "here-position" }, position(lon, lat)),
    el("p", { class: "quiet", role: "status" }, text("here_loading")),
  );
}

/** What is shown where the service gave no answer. */
export function failedCard({ lon, lat }, { message, again }) {
  return card(
    el("p", { class: "here-position" }, position(lon, lat)),
    el("p", { class: "field-error", role: "alert" }, `${text("here_failed")} ${message}`),
    el("button", { type: "button", class: "button", onclick: again }, icon("refresh-cw"), text("try_again")),
  );
}

/** What is known of a place, and the features of the visible layers there. */
export function hereCard(here, found) {
  return card(
    el("p", { class: "here-position" }, position(here.lon, here.lat), el("br"), utmWords(here.utm)),
    el("dl", {}, ...[...areas(here), ...rasters(here), ...road(here)]),
    ...found.map(feature),
    found.length === 0 && el("p", { class: "quiet" }, text("here_nothing")),
    sources(here),
    here.district &&
      el(
        "a",
        { class: "here-link", href: config.urls.district.replace("CODE", here.district.code) },
        text("here_open_district", { name: here.district.name }),
        icon("arrow-right"),
      ),
  );
}

function card(...parts) {
  return el("div", { class: "map-card here-card" }, el("h3", {}, text("here")), ...parts.filter(Boolean));
}

function utmWords({ zone, easting_m: easting, northing_m: northing }) {
  return `UTM ${zone} ${number(easting)}, ${number(northing)}`;
}

function pair(name, value) {
  return [el("dt", {}, name), el("dd", {}, value)];
}

/** The sources of what is told of the place itself, which would drown it if they stood beside it. */
function sources({ district, subdistrict, road: found, rasters: layers }) {
  const cited = [
    [text("here_district"), district],
    [text("here_subdistrict"), subdistrict],
    [text("here_road"), found],
    ...layers.map((layer) => [layer.label, layer]),
  ].filter(([, row]) => row);
  return (
    cited.length > 0 &&
    el(
      "details",
      { class: "ramp-source" },
      el("summary", {}, text("sources_here")),
      ...cited.map(([name, row]) => el("p", { class: "source" }, `${name}: ${citation(row)}`)),
    )
  );
}

function areas({ district, subdistrict }) {
  if (!district) {
    return [el("dt", {}, text("here_district")), el("dd", {}, text("here_outside"))];
  }
  const named = (area) => (area.is_approximate ? `${area.name} (${text("approximate")})` : area.name);
  return [
    ...pair(text("here_district"), named(district)),
    ...(subdistrict ? pair(text("here_subdistrict"), named(subdistrict)) : []),
  ];
}

function rasters({ rasters: layers }) {
  return layers.flatMap((layer) => {
    const value =
      layer.value === null
        ? text("here_no_value")
        : [number(layer.value, 1), layer.unit].filter(Boolean).join("\u00a0");
    return pair(layer.label, value);
  });
}

function road({ road: found }) {
  if (!found) {
    return [];
  }
  const words = { name: found.name || found.label, distance: lengthWords(found.distance_m) };
  return pair(text("here_road"), text("here_road_away", words));
}

/** Describe a feature as the map's own cards do; one of another layer by the words that the layer comes with. */
function feature({ facts, properties }) {
  const { name } = facts;
  if (name.startsWith("source-areas-")) {
    return sourceAreaCard(properties, shownCommodity());
  }
  if (name.startsWith("facilities")) {
    return facilityCard(properties);
  }
  return name === "exclusion-zones" ? exclusionCard(properties) : anyFeature(facts, properties);
}

function anyFeature({ title, properties: words }, properties) {
  const told = words.filter(({ name }) => !UNTOLD.includes(name) && !isOtherLanguage(name));
  const rows = told.filter(({ name }) => properties[name] !== null && properties[name] !== "");
  return el(
    "div",
    { class: "map-card" },
    el("h3", {}, title),
    el("dl", {}, ...rows.flatMap((word) => pair(word.title, valueWords(word, properties[word.name])))),
    properties.source && el("p", { class: "source" }, `${text("source")}: ${citation(properties)}`),
  );
}

function isOtherLanguage(name) {
  return /_(id|en)$/.test(name) && !name.endsWith(`_${config.language}`);
}

function valueWords({ name, kind, values }, value) {
  if (typeof value === "boolean") {
    return text(value ? "yes" : "no");
  }
  // A year is no amount: it has no separator of thousands.
  if (typeof value === "number" && name !== "year") {
    return number(value, kind === "number" ? DECIMALS : 0);
  }
  return values[String(value)] ?? String(value);
}
