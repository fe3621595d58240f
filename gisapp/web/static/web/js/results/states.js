import { config, text } from "../config.js";
import { el, icon, styled, svg } from "../dom.js";
import { emit } from "../events.js";
import { number, percent, tonnesPerYear } from "../format.js";
import { noteList } from "./notes.js";

/** A heading that focus can go to after a calculation. */
export function heading(words) {
  return el("h2", { class: "results-title", id: "results-title", tabindex: "-1" }, words);
}

/** Nothing was asked yet. */
export function emptyState() {
  return el("div", { class: "state" }, emptyPicture(), heading(text("empty")), el("p", {}, text("empty_help")));
}

function emptyPicture() {
  const circle = (cx, cy) =>
    svg("circle", { cx, cy, r: 9, fill: "#fff", stroke: "#33474F", "stroke-width": 2, "stroke-dasharray": "3 3" });
  const bar = (y, width) => svg("rect", { x: 40, y, width, height: 7, rx: 3, fill: "#E2E7E7" });
  return svg(
    "svg",
    { class: "state-picture", viewBox: "0 0 220 84", "aria-hidden": "true" },
    circle(14, 14),
    circle(14, 42),
    circle(14, 70),
    bar(10, 170),
    bar(38, 140),
    bar(66, 110),
  );
}

/** A calculation is under way. */
export function runningState({ id, status, progress, message, stage_label: stage }) {
  const bar = styled(el("span", {}), { width: `${progress}%` });
  return el(
    "div",
    { class: "state" },
    heading(text("calculating")),
    el(
      "div",
      {
        class: "progress-track",
        role: "progressbar",
        "aria-valuenow": progress,
        "aria-valuemin": 0,
        "aria-valuemax": 100,
        "aria-label": text("calculating"),
      },
      bar,
    ),
    el(
      "p",
      { class: "progress-figures" },
      el("strong", {}, `${number(progress)} %`),
      ` ${status === "queued" ? text("queued") : stage || message || ""}`,
    ),
    el("p", { class: "quiet" }, text("may_leave")),
    id && el("button", { type: "button", class: "button", onclick: () => emit("cancel", id) }, text("cancel")),
  );
}

/** A calculation failed or was cancelled, or never began. */
export function stoppedState({ id, status, message }) {
  return el(
    "div",
    { class: "state", role: "alert" },
    styled(icon("circle-alert"), { color: "var(--danger)" }),
    heading(text(status)),
    el("p", {}, message),
    id && el("p", { class: "quiet" }, text("run_number", { id: id.slice(0, 8) })),
    el(
      "button",
      { type: "button", class: "button button-primary", onclick: () => emit("retry") },
      icon("refresh-cw"),
      text("try_again"),
    ),
  );
}

/** The engine refuses, with its reason and what the chain offers instead. */
export function refusedState({ refusal, process, feed, notes }) {
  return el(
    "div",
    { class: "state" },
    styled(icon("ban"), { color: "var(--danger)" }),
    heading(text("not_suggested", { name: process.name })),
    el("p", { class: "refusal-reason" }, refusal.reason),
    capacityBars(refusal.figures, feed),
    refusal.offers.length > 0 && offers(refusal),
    el("button", { type: "button", class: "button", onclick: () => emit("tab", "plan") }, text("change_plan")),
    noteList(notes),
  );
}

function capacityBars({ capacity_t_per_year: capacity, supply_t_per_year: supply }, feed) {
  if (!capacity || !supply || capacity <= supply) {
    return null;
  }
  const bar = (label, from, amount, kind, words) =>
    el(
      "div",
      { class: "bar-row" },
      el("span", {}, label),
      el(
        "span",
        { class: "bar-track" },
        styled(el("span", { class: `bar-fill ${kind}` }), { left: percentOf(from), width: percentOf(amount) }),
      ),
      el("strong", {}, words),
    );
  const percentOf = (amount) => `${(amount / capacity) * 100}%`;
  const short = capacity - supply;
  return el(
    "div",
    { class: "bars" },
    bar(text("existing_capacity"), 0, capacity, "bar-capacity", tonnesPerYear(capacity)),
    styled(bar(feed.name, 0, supply, "bar-supply", tonnesPerYear(supply)), { "--feed": colourOf(feed.code) }),
    bar(text("short_by"), supply, short, "bar-short", `${tonnesPerYear(short)} · ${percent(short / capacity, 1)}`),
  );
}

function colourOf(code) {
  return config.commodities.find((commodity) => commodity.code === code)?.colour ?? "var(--part-supply)";
}

function offers({ code, offers: processes }) {
  return el(
    "section",
    { class: "offers" },
    el("h3", {}, text(code === "no_supply_recorded" ? "makers" : "alternatives")),
    el(
      "ul",
      {},
      ...processes.map(({ code, name }) =>
        el(
          "li",
          {},
          el(
            "button",
            {
              type: "button",
              class: "link-button",
              "aria-label": text("choose_industry", { name }),
              onclick: () => emit("choose", code),
            },
            name,
            icon("arrow-right"),
          ),
        ),
      ),
    ),
  );
}
