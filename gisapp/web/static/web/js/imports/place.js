import { config } from "../config.js";

const place = document.getElementById("place");
const own = document.getElementById("place-own");
const crs = document.getElementById("crs");

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
    return { x: document.getElementById("place-x").value, y: document.getElementById("place-y").value };
  }
  return place.value === "" ? null : config.places[Number(place.value)];
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
