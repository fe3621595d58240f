import { config, text, textForCount } from "../config.js";
import { el, icon, setFlag, showMessage } from "../dom.js";
import { readCoordinates } from "../plan/coordinates.js";
import { cornersInView } from "./handles.js";
import { corners, inserted, middleAfter, moved, removed } from "./shape.js";

const MOST_LISTED = 60;
const DECIMALS = 6;
const list = document.getElementById("corner-list");
const note = document.getElementById("corners-note");
const entry = /** @type {HTMLInputElement} */ (document.getElementById("corner-new"));
const entryError = document.getElementById("corner-new-error");

/** Take a typed place where a point is to be added. */
export function startCornerList({ add }) {
  const put = () => {
    const at = readCoordinates(entry.value);
    showMessage(entryError, at ? "" : text("unreadable"));
    setFlag(entry, "aria-invalid", !at);
    if (at) {
      entry.value = "";
      add([at.lon, at.lat]);
      entry.focus();
    }
  };
  document.getElementById("corner-add").addEventListener("click", put);
  entry.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      put();
    }
  });
}

/** List the coordinates of a shape, each to be typed over. */
export function showCornerList(shape, { isPoint, change }) {
  const all = corners(shape);
  document.getElementById("corners-count").textContent = isPoint ? "" : textForCount("corners", all.length);
  const shown = (all.length > MOST_LISTED ? cornersInView(shape) : all).slice(0, MOST_LISTED);
  list.replaceChildren(...shown.map((corner) => row(shape, corner, { isPoint, change })));
  showMessage(note, shown.length < all.length ? text("corners_shown", { shown: shown.length, total: all.length }) : "");
}

function row(shape, { path, at, n }, { isPoint, change }) {
  const [p, r, c] = path;
  const name = isPoint ? text("place") : text("corner", { n });
  const error = el("p", { class: "field-error", role: "alert", hidden: true });
  const input = /** @type {HTMLInputElement} */ (
    el("input", {
      type: "text",
      autocomplete: "off",
      value: written(at),
      "aria-label": name,
      dataset: { n: String(n) },
    })
  );
  input.addEventListener("change", () => {
    const typed = readCoordinates(input.value);
    showMessage(error, typed ? "" : text("unreadable"));
    setFlag(input, "aria-invalid", !typed);
    if (typed) {
      change(moved(shape, path, [typed.lon, typed.lat]));
    }
  });
  const buttons = isPoint
    ? []
    : [
        button("plus", text("insert_after", { n }), () =>
          change(inserted(shape, [p, r, c + 1], middleAfter(shape, path))),
        ),
        button("x", text("remove_corner", { n }), () => change(removed(shape, path))),
      ];
  return el("li", {}, input, ...buttons, error);
}

function button(name, label, press) {
  return el(
    "button",
    { type: "button", class: "button button-icon", "aria-label": label, title: label, onclick: press },
    icon(name),
  );
}

function written([lon, lat]) {
  const [east, north] = [lon, lat].map((one) => one.toFixed(DECIMALS));
  return config.language === "id" ? `${east} ${north}`.replaceAll(".", ",") : `${east} ${north}`;
}
