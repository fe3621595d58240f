import { text } from "../config.js";
import { el, icon } from "../dom.js";
import { on } from "../events.js";
import { number, percent } from "../format.js";
import { L, map } from "../map/handles.js";
import { elsewhere } from "./elsewhere.js";
import { changeOverlay, moveOverlay, overlayList, removeOverlay } from "./overlays.js";

const FULL = 100;
const STEP = 5;

/** List the layers on top, with order, year and opacity of each. */
export function overlayRows() {
  const list = el("ol", { class: "overlay-rows" });
  const none = el("p", { class: "quiet" }, text("layers_none_added"));
  const draw = (overlays) => {
    const focused = document.activeElement?.id;
    list.replaceChildren(...overlays.map((overlay, place) => row(overlay, { place, count: overlays.length })));
    none.hidden = overlays.length > 0;
    // Who moves a layer by key goes on moving it.
    if (focused) {
      document.getElementById(focused)?.focus();
    }
  };
  on("overlays", draw);
  draw(overlayList());
  return [none, list];
}

function row(overlay, { place, count }) {
  const { name, facts } = overlay;
  const button = (kind, { iconName, isOff = false, act }) => {
    const label = text(`layer_${kind}`, { name: facts.title });
    return el(
      "button",
      {
        type: "button",
        class: "icon-button",
        id: `overlay-${kind}-${name}`,
        title: label,
        "aria-label": label,
        "aria-disabled": isOff ? "true" : null,
        onclick: act,
      },
      icon(iconName),
    );
  };
  return el(
    "li",
    { class: "overlay-row", dataset: { layer: name } },
    el(
      "div",
      { class: "overlay-head" },
      el("h4", {}, facts.title),
      button("up", { iconName: "chevron-up", isOff: place === 0, act: () => moveOverlay(name, -1) }),
      button("down", { iconName: "chevron-down", isOff: place === count - 1, act: () => moveOverlay(name, 1) }),
      button("remove", { iconName: "x", act: () => removeOverlay(name) }),
    ),
    facts.years.length > 1 && yearSlider(overlay),
    facts.years.length === 1 && el("p", { class: "layer-note" }, `${text("layer_year")} ${facts.years[0]}`),
    opacitySlider(overlay),
    facts.bbox && zoomButton(facts.bbox),
    elsewhere(name),
  );
}

/** A slider over the years that the layer holds, which may have gaps. */
function yearSlider({ name, year, facts: { years } }) {
  const show = (place) => {
    output.textContent = String(years[place]);
    slider.setAttribute("aria-valuetext", String(years[place]));
  };
  const output = el("output", {});
  const slider = el("input", {
    type: "range",
    class: "slider",
    min: 0,
    max: years.length - 1,
    step: 1,
    value: years.indexOf(year),
    oninput: () => show(Number(slider.value)),
    // Maps of the years between are not asked for while the thumb is on its way.
    onchange: () => changeOverlay(name, { year: years[Number(slider.value)] }),
  });
  show(years.indexOf(year));
  return el("label", { class: "overlay-slider" }, el("span", {}, text("layer_year")), slider, output);
}

function opacitySlider({ name, opacity }) {
  const show = (value) => {
    output.textContent = percent(value / FULL);
    slider.setAttribute("aria-valuetext", `${number(value)} %`);
  };
  const output = el("output", {});
  const slider = el("input", {
    type: "range",
    class: "slider",
    min: 0,
    max: FULL,
    step: STEP,
    value: opacity,
    oninput: () => {
      show(Number(slider.value));
      changeOverlay(name, { opacity: Number(slider.value) });
    },
  });
  show(opacity);
  return el("label", { class: "overlay-slider" }, el("span", {}, text("layer_opacity")), slider, output);
}

function zoomButton([west, south, east, north]) {
  const zoom = () => map.fitBounds(L.latLngBounds([south, west], [north, east]), { maxZoom: 12 });
  return el("button", { type: "button", class: "link-button", onclick: zoom }, text("layer_zoom"));
}
