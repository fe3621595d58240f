import { text } from "../config.js";
import { el, icon } from "../dom.js";
import { L, map } from "./handles.js";

/** Add the button that gives the whole screen to the map; none where the browser gives no screen away. */
export function startFullScreen() {
  if (!document.fullscreenEnabled) {
    return;
  }
  const panel = document.getElementById("map");
  const toggle = () => (document.fullscreenElement ? document.exitFullscreen() : panel.requestFullscreen());
  const button = el("button", { type: "button", id: "full-screen", onclick: toggle }, icon("maximize"));
  const name = () => {
    const label = text(document.fullscreenElement ? "leave_full_screen" : "full_screen");
    button.title = label;
    button.setAttribute("aria-label", label);
  };
  name();
  document.addEventListener("fullscreenchange", name);
  const control = new L.Control({ position: "topright" });
  control.onAdd = () => {
    const bar = el("div", { class: "leaflet-bar home-control full-screen-control" }, button);
    L.DomEvent.disableClickPropagation(bar);
    return bar;
  };
  control.addTo(map);
}
