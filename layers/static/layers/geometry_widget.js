// One geometry on a map: the text area holds its GeoJSON, and map, position fields and file only write to it.

import { geometryOf, positions, problemOf } from "./geometry_text.js";

const L = window.L;
const DISTRICT_STYLE = { color: "#566870", weight: 1, fillColor: "#fff", fillOpacity: 0.7, interactive: false };
const GEOMETRY_STYLE = { color: "#b3261e", weight: 2, fillOpacity: 0.2, interactive: false };
const CITY_ZOOM = 10;
const COORDINATE_DIGITS = 7;
const MARKER = { className: "geometry-marker", iconSize: [18, 18] };

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

class GeometryWidget {
  constructor(root, config) {
    this.root = root;
    this.config = config;
    this.isPoint = config.geometryType === "POINT";
    this.text = root.querySelector("textarea");
    this.status = root.querySelector(".geometry-status");
    root.classList.toggle("is-point", this.isPoint);
    this.map = L.map(root.querySelector(".geometry-map"), { center: [0, 114], zoom: 5, zoomSnap: 0.5 });
    this.map.attributionControl.setPrefix(false);
    L.control.scale({ imperial: false }).addTo(this.map);
    this.drawn = L.geoJSON(null, { style: GEOMETRY_STYLE, pointToLayer: (_, at) => this.marker(at) }).addTo(this.map);
    this.listen();
    const hasGeometry = this.show();
    this.zoomToGeometry();
    this.showDistricts(!hasGeometry);
  }

  listen() {
    this.text.addEventListener("input", () => {
      this.show();
      this.zoomToGeometry();
    });
    if (this.isPoint) {
      this.map.on("click", (event) => this.setPoint(event.latlng));
      for (const input of this.root.querySelectorAll("[data-axis]")) {
        input.addEventListener("change", () => this.readPosition());
      }
    } else {
      this.root.querySelector("input[type=file]").addEventListener("change", (event) => this.readFile(event.target));
    }
  }

  marker(at) {
    const marker = L.marker(at, { draggable: true, icon: L.divIcon(MARKER), autoPan: true });
    marker.on("dragend", () => this.setPoint(marker.getLatLng()));
    return marker;
  }

  /** Draw what the text holds and say what it is, or what is wrong with it. Return whether it is drawn. */
  show() {
    this.drawn.clearLayers();
    const text = this.text.value.trim();
    if (!text) {
      this.say(this.isPoint ? this.config.texts.emptyPoint : this.config.texts.empty);
      return false;
    }
    const problem = problemOf(text, this.config);
    if (problem) {
      this.say(fill(this.config.texts[problem.code], problem) + (problem.detail ?? ""), true);
      return false;
    }
    const geometry = geometryOf(JSON.parse(text));
    this.drawn.addData(geometry);
    this.showPosition(geometry);
    const count = positions(geometry).length;
    this.say(this.isPoint ? "" : fill(this.config.texts.vertices, { type: geometry.type, count }));
    return true;
  }

  showPosition(geometry) {
    if (!this.isPoint) return;
    for (const [index, axis] of ["x", "y"].entries()) {
      this.root.querySelector(`[data-axis=${axis}]`).value = geometry.coordinates[index];
    }
  }

  readPosition() {
    const [x, y] = ["x", "y"].map((axis) => this.root.querySelector(`[data-axis=${axis}]`).value);
    if (x === "" && y === "") this.write("");
    else if (x !== "" && y !== "") this.write({ type: "Point", coordinates: [Number(x), Number(y)] });
  }

  setPoint(at) {
    const coordinates = [at.lng, at.lat].map((degrees) => Number(degrees.toFixed(COORDINATE_DIGITS)));
    this.write({ type: "Point", coordinates });
  }

  async readFile(input) {
    const file = input.files[0];
    if (!file) return;
    this.text.value = await file.text();
    this.show();
    this.zoomToGeometry();
  }

  write(geometry) {
    this.text.value = geometry ? JSON.stringify(geometry) : "";
    this.show();
  }

  zoomToGeometry() {
    const bounds = this.drawn.getBounds();
    if (bounds.isValid()) this.map.fitBounds(bounds.pad(0.2), { maxZoom: CITY_ZOOM, animate: false });
  }

  async showDistricts(zoomToThem) {
    const answer = await fetch(this.config.outlineUrl, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) {
      this.say(this.config.texts.noOutline, true);
      return;
    }
    const districts = L.geoJSON(await answer.json(), { style: DISTRICT_STYLE })
      .addTo(this.map)
      .bringToBack();
    if (zoomToThem && districts.getBounds().isValid()) this.map.fitBounds(districts.getBounds(), { animate: false });
  }

  say(message, isError = false) {
    this.status.textContent = message;
    this.status.classList.toggle("is-error", isError);
  }
}

/** @type {NodeListOf<HTMLElement>} */
const roots = document.querySelectorAll("[data-geometry-widget]");
for (const root of roots) {
  const config = JSON.parse(document.getElementById(root.dataset.geometryWidget).textContent);
  new GeometryWidget(root, config);
}
