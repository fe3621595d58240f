import { config, text } from "../config.js";
import { el } from "../dom.js";
import { emit, on } from "../events.js";
import { groups, L, map } from "./handles.js";
import { fit } from "./view.js";

const { computed, site: sizes } = config.style;
let catchments = new Map();
let pins = new Map();
let reserves = new Set();
/** @type {number|null} rank of the site that fills the page */
let explained = null;

/** Draw suggested sites and their catchments, and keep them in step with the list. */
export function startSites() {
  on("sites", draw);
  on("select", select);
  on("ranks", renumber);
  on("explained", showExplained);
}

/** Bring the site that is explained, or all again, into view once the map has its new width. */
function showExplained(now) {
  const rank = now?.site.rank ?? null;
  if (rank === explained) {
    return;
  }
  explained = rank;
  const panel = /** @type {HTMLDetailsElement} */ (document.getElementById("layer-panel"));
  if (rank !== null) {
    panel.open = false;
  }
  requestAnimationFrame(() => {
    map.invalidateSize({ animate: false });
    const shown = rank === null ? [...pins.values()] : [catchments.get(rank), pins.get(rank)].filter(Boolean);
    if (shown.length) {
      fit(L.featureGroup(shown).getBounds(), { maxZoom: 10, animate: false });
    }
  });
}

/** Write other ranks into the pins, which stay where they are. */
function renumber(sites) {
  for (const { rank, shownRank } of sites) {
    const number = pins.get(rank)?.getElement()?.querySelector("b");
    if (number) {
      number.textContent = String(shownRank);
    }
  }
}

function draw({ sites, areas, isNew }) {
  groups.sites.clearLayers();
  groups.catchments.clearLayers();
  catchments = new Map(areas.features.map((area) => [area.properties.rank, catchmentOf(area)]));
  reserves = new Set(sites.filter((site) => site.isReserve).map((site) => site.rank));
  pins = new Map(sites.map((site) => [site.rank, pinOf(site)]));
  for (const [rank, catchment] of catchments) {
    if (!reserves.has(rank)) {
      groups.catchments.addLayer(catchment);
    }
  }
  for (const pin of pins.values()) {
    groups.sites.addLayer(pin);
  }
  if (isNew && sites.length) {
    fit(L.featureGroup([...catchments.values(), ...pins.values()]).getBounds(), { maxZoom: 9.5 });
  }
}

function catchmentOf(area) {
  const casing = L.geoJSON(area, { pane: "catchments", interactive: false, style: { fill: false, color: "#fff" } });
  const outline = L.geoJSON(area, { pane: "catchments", interactive: false, style: { color: computed["saran-700"] } });
  const group = L.featureGroup([casing, outline]);
  group.draw = ({ line, dash, casing: casingWidth, fill_opacity: fillOpacity }) => {
    casing.setStyle({ weight: casingWidth, opacity: 0.8 });
    outline.setStyle({
      weight: line,
      dashArray: dash ? dash.join(" ") : null,
      fillOpacity,
      fillColor: computed["saran-700"],
    });
  };
  group.draw(sizes.catchment);
  return group;
}

function pinOf(site) {
  const html = el("span", { class: `pin${site.isReserve ? " pin-reserve" : ""}` }, el("b", {}, String(site.shownRank)));
  const icon = L.divIcon({ className: "pin-anchor", html, iconSize: null });
  // The list reaches every site by key; pins stay out of the tab order.
  return L.marker([site.lat, site.lon], {
    icon,
    pane: "sites",
    keyboard: false,
    riseOnHover: true,
    title: site.name,
    alt: text("site", { n: site.rank }),
  }).on("click", () => emit("select", { rank: site.rank, pan: false, reveal: true }));
}

/** Show the catchment of a reserve only while it is selected: it overlaps those of the plants. */
function showReserve(rank) {
  for (const [number, catchment] of catchments) {
    if (reserves.has(number)) {
      groups.catchments[number === rank ? "addLayer" : "removeLayer"](catchment);
    }
  }
}

function select({ rank, pan }) {
  for (const [number, pin] of pins) {
    const chosen = number === rank;
    pin.getElement()?.firstChild.classList.toggle("is-selected", chosen);
    pin.setZIndexOffset(chosen ? 1000 : 0);
  }
  showReserve(rank);
  for (const [number, catchment] of catchments) {
    catchment.draw(number === rank ? sizes.catchment_selected : sizes.catchment);
  }
  catchments.get(rank)?.bringToFront();
  if (pan && pins.has(rank)) {
    map.panInside(pins.get(rank).getLatLng(), { padding: [60, 60] });
  }
}
