import { text } from "../config.js";
import { el, icon } from "../dom.js";
import { position } from "../format.js";
import { L, map } from "./handles.js";
import { openPrintDialog } from "./print-dialog.js";
import { fitAll } from "./view.js";

/** Add zoom, home, scale and the coordinates under the pointer. */
export function startControls() {
  L.control.zoom({ position: "topright", zoomInTitle: text("zoom_in"), zoomOutTitle: text("zoom_out") }).addTo(map);
  homeControl().addTo(map);
  printControl().addTo(map);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  pointerControl().addTo(map);
  map.attributionControl.setPrefix(false);
  const container = map.getContainer();
  container.setAttribute("role", "group");
  container.setAttribute("aria-label", text("map_keys"));
}

function control(position, element) {
  const made = new L.Control({ position });
  made.onAdd = () => {
    L.DomEvent.disableClickPropagation(element);
    return element;
  };
  return made;
}

function homeControl() {
  const button = el(
    "button",
    {
      type: "button",
      title: text("whole_area"),
      "aria-label": text("whole_area"),
      onclick: () => fitAll(),
    },
    icon("house"),
  );
  return control("topright", el("div", { class: "leaflet-bar home-control" }, button));
}

function printControl() {
  const button = el(
    "button",
    {
      type: "button",
      id: "print-map",
      title: text("print_sheet"),
      "aria-label": text("print_sheet"),
      onclick: () => openPrintDialog(),
    },
    icon("printer"),
  );
  return control("topright", el("div", { class: "leaflet-bar home-control" }, button));
}

function pointerControl() {
  const output = el("div", { class: "pointer-control", "aria-hidden": "true", hidden: true });
  map.on("mousemove", ({ latlng }) => {
    output.hidden = false;
    output.textContent = position(latlng.lng, latlng.lat);
  });
  map.on("mouseout", () => {
    output.hidden = true;
  });
  return control("bottomleft", output);
}
