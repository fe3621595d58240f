import { config, text } from "../config.js";
import { el, icon, showMessage } from "../dom.js";
import { emit } from "../events.js";
import { number, position } from "../format.js";
import { L, map } from "../map/handles.js";
import { takeUp } from "../map/tools.js";
import { readCoordinates } from "./coordinates.js";

const M_PER_KM = 1000;
const { limits } = config.choices;
const drawn = L.layerGroup().addTo(map);

/**
 * Places at which a plant must stand, and those around which none may.
 *
 * @typedef {{lon: number, lat: number}} Place
 * @typedef {Place & {radius_km: number}} Circle
 */
export class PlannedPlaces {
  /** @type {Place[]} */
  #forced = [];
  /** @type {Circle[]} */
  #forbidden = [];
  #onChange;
  #forcedList = el("ul", { class: "place-list" });
  #forbiddenList = el("ul", { class: "place-list" });
  #error = el("p", { class: "field-error", id: "place-error", hidden: true });
  #typed = /** @type {HTMLInputElement} */ (
    el("input", {
      type: "text",
      id: "place-typed",
      placeholder: "115,9938; -3,4312",
      "aria-describedby": "place-error",
      // Enter adds the place; it does not send the form.
      onkeydown: (event) => event.key === "Enter" && event.preventDefault(),
    })
  );

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
    document.getElementById("places").append(
      this.#kind(text("forced_places"), this.#forcedList, (at) => this.force(at)),
      this.#kind(text("forbidden_places"), this.#forbiddenList, (at) => this.#forbid(at)),
      el("label", { class: "fold-label", for: "place-typed" }, text("coordinates_of_place")),
      this.#typed,
      this.#error,
      el(
        "div",
        { class: "place-buttons" },
        el(
          "button",
          { type: "button", class: "button", onclick: () => this.#addTyped((at) => this.force(at)) },
          text("force"),
        ),
        el(
          "button",
          { type: "button", class: "button", onclick: () => this.#addTyped((at) => this.#forbid(at)) },
          text("forbid"),
        ),
      ),
    );
  }

  get value() {
    return { forced_sites: this.#forced, forbidden_sites: this.#forbidden };
  }

  fill({ forced_sites: forced, forbidden_sites: forbidden }) {
    this.#forced = [...(forced ?? [])];
    this.#forbidden = [...(forbidden ?? [])];
    this.#show();
  }

  /** @param {Place} at */
  force({ lon, lat }) {
    this.#forced.push({ lon, lat });
    this.#changed();
  }

  /** @param {Place} at */
  #forbid({ lon, lat }) {
    if (this.#forbidden.length < limits.forbidden) {
      this.#forbidden.push({ lon, lat, radius_km: limits.defaultRadiusKm });
      this.#changed();
    }
  }

  /** @param {(at: Place) => void} add */
  #addTyped(add) {
    const place = readCoordinates(this.#typed.value);
    showMessage(this.#error, place ? "" : text("coordinates_wanted"));
    if (place) {
      this.#typed.value = "";
      add(place);
    } else {
      this.#typed.focus();
    }
  }

  #kind(title, list, add) {
    const pick = el("button", { type: "button", class: "button", "aria-pressed": "false" });
    pick.append(icon("map-pin"), text("pick_on_map"));
    const tool = {
      name: "pick",
      start: () => pick.setAttribute("aria-pressed", "true"),
      stop: () => pick.setAttribute("aria-pressed", "false"),
      click: ({ lng, lat }) => {
        add({ lon: lng, lat });
        takeUp(null);
        emit("tab", "plan");
      },
    };
    pick.addEventListener("click", () => {
      const isChosen = pick.getAttribute("aria-pressed") === "true";
      takeUp(isChosen ? null : tool);
      if (!isChosen) {
        emit("tab", "map");
      }
    });
    return el("div", { class: "place-kind" }, el("div", { class: "place-head" }, el("h3", {}, title), pick), list);
  }

  #changed() {
    this.#show();
    this.#onChange();
  }

  #show() {
    this.#forcedList.replaceChildren(...this.#forced.map((place) => this.#row(place, this.#forced)));
    this.#forbiddenList.replaceChildren(
      ...this.#forbidden.map((place) => this.#row(place, this.#forbidden, this.#radius(place))),
    );
    const { length } = [...this.#forced, ...this.#forbidden];
    document.getElementById("places-count").textContent = length ? number(length) : text("no_places");
    this.#draw();
  }

  #row(place, list, more = null) {
    const words = position(place.lon, place.lat);
    const remove = el(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": text("remove_place", { place: words }),
        onclick: () => {
          list.splice(list.indexOf(place), 1);
          this.#changed();
        },
      },
      icon("x"),
    );
    return el("li", {}, el("span", {}, words), more, remove);
  }

  /** @param {Circle} place */
  #radius(place) {
    const { low, high } = limits.radiusKm;
    const input = /** @type {HTMLInputElement} */ (
      el("input", {
        type: "number",
        min: low,
        max: high,
        step: 0.1,
        value: place.radius_km,
        "aria-label": text("radius_km"),
        onchange: () => {
          place.radius_km = Math.min(high, Math.max(low, input.valueAsNumber || limits.defaultRadiusKm));
          this.#changed();
        },
      })
    );
    return el("span", { class: "place-radius" }, input, " km");
  }

  #draw() {
    drawn.clearLayers();
    for (const { lon, lat } of this.#forced) {
      const mark = el("span", { class: "place-mark" }, icon("target"));
      const options = { className: "pin-anchor", html: mark, iconSize: null };
      L.marker([lat, lon], { icon: L.divIcon(options), pane: "sites", keyboard: false, interactive: false }).addTo(
        drawn,
      );
    }
    for (const { lon, lat, radius_km: radius } of this.#forbidden) {
      L.circle([lat, lon], {
        radius: radius * M_PER_KM,
        pane: "catchments",
        interactive: false,
        className: "place-forbidden",
      }).addTo(drawn);
    }
  }
}
