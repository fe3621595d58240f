import { rowsOfYear, sourcesOfYear } from "./figures.js";
import { nearestYear, readState, writeState } from "./state.js";
import { config, text } from "./where-config.js";
import { WhereMap } from "./where-map.js";
import { WhereTable } from "./where-table.js";

const select = /** @type {HTMLSelectElement} */ (document.getElementById("statistic"));
const slider = /** @type {HTMLInputElement} */ (document.getElementById("year"));
const note = document.getElementById("where-note");

const state = readState(window.location.search);
let statistic = null;
let pending = null;

const map = new WhereMap({ hover, choose: (code) => choose(code, { isOnMap: true }) });
const table = new WhereTable({ hover, choose, sort });

if (![...select.options].some(({ value }) => value === state.statistic)) {
  state.statistic = config.statistic;
}
select.value = state.statistic;
select.addEventListener("change", () => {
  state.statistic = select.value;
  load();
});
slider.addEventListener("input", () => {
  state.year = statistic.years[Number(slider.value)];
  show();
});

await Promise.all([load(), map.load().catch(() => say("map_failed", { isError: true }))]);

/** Fetch the figures of the chosen statistic; what was shown stays until they are there. */
async function load() {
  pending?.abort();
  pending = new AbortController();
  say("loading");
  const query = config.chain ? `?chain=${config.chain}` : "";
  try {
    const address = config.urls.statistic.replace("NAME", state.statistic) + query;
    const answer = await fetch(address, { signal: pending.signal });
    if (!answer.ok) {
      throw new TypeError(`${answer.status} ${address}`);
    }
    statistic = await answer.json();
  } catch (error) {
    if (error.name !== "AbortError") {
      say("failed", { isError: true });
    }
    return;
  }
  const { years } = statistic;
  state.year = nearestYear(years, state.year);
  slider.max = String(years.length - 1);
  slider.value = String(years.indexOf(state.year));
  slider.disabled = years.length < 2;
  document.getElementById("year-first").textContent = String(years[0]);
  document.getElementById("year-last").textContent = years.length > 1 ? String(years.at(-1)) : "";
  document.getElementById("where-meaning").textContent = [statistic.meaning, statistic.caveat]
    .filter(Boolean)
    .join(" ");
  show();
}

/** Show the chosen year in map, table and words alike. */
function show() {
  const { years, rows: figures } = statistic;
  const rows = rowsOfYear(config.names, figures, state.year, text("not_recorded"));
  const known = rows.filter(({ value }) => value !== null).length;
  const since = figures.find(({ year }) => year === state.year)?.fromYear;
  const span = since ? `${state.year}, ${text("since", { year: since })}` : String(state.year);
  slider.setAttribute("aria-valuetext", String(state.year));
  slider.style.setProperty("--fill", `${(100 * Number(slider.value)) / Math.max(1, years.length - 1)}%`);
  document.getElementById("year-shown").textContent = String(state.year);
  document.getElementById("where-caption").textContent = [statistic.title, statistic.unit, span]
    .filter(Boolean)
    .join(", ");
  document.getElementById("where-source").textContent = sourceText(figures);
  say("recorded", { values: { n: known, all: rows.length, year: state.year } });
  map.show(statistic, rows);
  map.select(state.district);
  table.show(statistic, rows, state);
  remember();
}

function sourceText(figures) {
  const sources = `${text("source")}: ${sourcesOfYear(figures, state.year).join("; ") || text("not_recorded")}.`;
  return statistic.series ? `${text("series")}: ${statistic.series}. ${sources}` : sources;
}

function hover(code) {
  map.hover(code);
  table.hover(code);
}

function choose(code, { isOnMap = false } = {}) {
  state.district = state.district === code ? null : code;
  map.select(state.district);
  table.select(state.district);
  if (isOnMap && state.district) {
    table.reveal(code);
  }
  remember();
}

function sort(key) {
  state.isDescending = state.sort === key ? !state.isDescending : key === "value";
  state.sort = key;
  if (statistic) {
    show();
  }
}

function say(key, { values = {}, isError = false } = {}) {
  note.textContent = text(key, values);
  note.classList.toggle("is-error", isError);
}

/** Keep the address leading back to what is shown, also through a change of language. */
function remember() {
  const address = `${window.location.pathname}?${writeState(window.location.search, state)}${window.location.hash}`;
  window.history.replaceState(null, "", address);
  /** @type {NodeListOf<HTMLInputElement>} */
  const fields = document.querySelectorAll('input[name="next"]');
  for (const next of fields) {
    next.value = address;
  }
}
