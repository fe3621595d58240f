import { text } from "../config.js";
import { el, icon, showMessage } from "../dom.js";
import { emit, on } from "../events.js";
import { fixed, number, position, tonnesPerYear } from "../format.js";
import { readCoordinates } from "../plan/coordinates.js";
import { partColour } from "./score-bar.js";

const POINTS = 100;
const M_PER_KM = 1000;

let outcome = null;
on("moving", (told) => outcome?.show(told));

/**
 * Let a site be put elsewhere: by a button, by arrows on its pin, or by typed coordinates.
 *
 * @param {{lon: number, lat: number}} site
 */
export function movePanel({ lon, lat }) {
  const body = el("div", { class: "move-body", hidden: true });
  const field = /** @type {HTMLInputElement} */ (
    el("input", { type: "text", id: "move-typed", "aria-describedby": "move-error" })
  );
  const error = el("p", { class: "field-error", id: "move-error", hidden: true });
  const answer = el("div", { class: "move-answer", role: "status", "aria-live": "polite" });
  const begin = el("button", { type: "button", class: "button", id: "move-site", "aria-expanded": "false" });
  const open = (isOpen) => {
    body.hidden = !isOpen;
    begin.setAttribute("aria-expanded", String(isOpen));
    answer.replaceChildren();
    emit("move", isOpen ? { lon, lat } : null);
  };
  begin.append(icon("move-horizontal"), text("move_site"));
  begin.addEventListener("click", () => open(body.hidden));
  const judge = (event) => {
    event.preventDefault();
    const place = readCoordinates(field.value);
    showMessage(error, place ? "" : text("coordinates_wanted"));
    if (place) {
      emit("move", place);
    }
  };
  body.append(
    el("p", { class: "field-help" }, text("move_help")),
    el(
      "form",
      { class: "move-form", onsubmit: judge, novalidate: true },
      el("label", { for: "move-typed" }, text("move_place")),
      field,
      el("button", { type: "submit", class: "button" }, text("move_go")),
      error,
    ),
    answer,
    el("button", { type: "button", class: "link-button", onclick: () => open(false) }, icon("undo"), text("move_stop")),
  );
  outcome = {
    show: ({ at, judged, message }) => {
      if (document.activeElement !== field) {
        field.value = `${fixed(at.lon, 5)}; ${fixed(at.lat, 5)}`;
      }
      answer.replaceChildren(...answered(judged, message));
    },
  };
  return el("div", { class: "move-panel" }, begin, body);
}

function answered(judged, message) {
  if (message) {
    return [el("p", { class: "field-error" }, message)];
  }
  if (!judged) {
    return [el("p", { class: "quiet" }, text("move_judging"))];
  }
  const { suggested, moved, distanceM } = judged;
  const away = text("move_distance", { km: number(distanceM / M_PER_KM, 1) });
  if (!moved.can_be_suggested) {
    return [
      el("p", {}, `${away}. `, el("strong", {}, text("why_refused")), "."),
      ...moved.obstacles.map(({ text: words, legal_basis: basis }) =>
        el("p", {}, basis ? `${words} (${basis})` : words),
      ),
      moved.nearest ? el("p", { class: "quiet" }, moved.nearest.text) : "",
    ];
  }
  const points = (moved.score - suggested.score) * POINTS;
  return [
    el("p", {}, `${away}: `, el("strong", {}, verdict(points)), "."),
    table(suggested, moved),
    el("p", { class: "quiet" }, position(moved.cell.lon, moved.cell.lat)),
  ];
}

function verdict(points) {
  const rounded = Math.round(points * 10) / 10;
  if (rounded === 0) {
    return text("move_same");
  }
  return text(rounded < 0 ? "move_loses" : "move_gains", { n: number(Math.abs(rounded), 1) });
}

function table(suggested, moved) {
  const value = (place, criterion) => place.parts.find((part) => part.criterion === criterion)?.contribution ?? 0;
  const rows = moved.parts.map(({ criterion }) => {
    const swatch = el("span", { class: "swatch", "aria-hidden": "true" });
    swatch.style.background = partColour(criterion);
    return row([swatch, text(`criterion_${criterion}`)], value(suggested, criterion), value(moved, criterion));
  });
  return el(
    "table",
    { class: "amount-table move-table" },
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", { scope: "col" }, text("criterion")),
        el("th", { scope: "col" }, text("move_suggested")),
        el("th", { scope: "col" }, text("move_moved")),
        el("th", { scope: "col" }, text("move_difference")),
      ),
    ),
    el(
      "tbody",
      {},
      ...rows,
      row([text("score")], suggested.score, moved.score, "amount-sum"),
      el(
        "tr",
        {},
        el("th", { scope: "row" }, text("supply")),
        el("td", {}, tonnesPerYear(suggested.supply?.supply_t_per_year)),
        el("td", {}, tonnesPerYear(moved.supply?.supply_t_per_year)),
        el("td", {}, ""),
      ),
    ),
  );
}

function row(head, before, after, kind = "") {
  const difference = after - before;
  const sign = difference > 0 ? "+" : "";
  return el(
    "tr",
    { class: kind },
    el("th", { scope: "row" }, ...head),
    el("td", {}, fixed(before, 3)),
    el("td", {}, fixed(after, 3)),
    el("td", {}, `${sign}${fixed(difference, 3)}`),
  );
}
