import { config } from "../config.js";

const place = /** @type {HTMLSelectElement} */ (document.getElementById("place"));
const own = document.getElementById("place-own");
const crs = /** @type {HTMLInputElement} */ (document.getElementById("crs"));

/** Return columns of the place and CRS as the mapping takes them. */
export function placeGiven() {
  if (!crs) {
    return {};
  }
  const given = { crs: crs.value.trim() || null };
  return place ? { ...given, coordinates: coordinates() } : given;
}

function coordinates() {
  if (place.value === "own") {
    return { x: columnOf("place-x"), y: columnOf("place-y") };
  }
  return place.value === "" ? null : config.places[Number(place.value)];
}

function columnOf(id) {
  return /** @type {HTMLSelectElement} */ (document.getElementById(id)).value;
}

export function startPlace() {
  const show = () => {
    own.hidden = place.value !== "own";
  };
  place?.addEventListener("change", show);
  if (place) {
    show();
  }
}
