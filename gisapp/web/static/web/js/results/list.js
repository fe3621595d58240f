import { config, text, textForCount } from "../config.js";
import { el, icon, styled } from "../dom.js";
import { emit } from "../events.js";
import { duration, fixed, number, percent, tonnesParts, tonnesPerYear } from "../format.js";
import { noteList } from "./notes.js";
import { printActions } from "./prints.js";
import { scenarioActions } from "./scenario-actions.js";
import { partColour, scoreBar } from "./score-bar.js";
import { heading } from "./states.js";

/** Show suggested sites, best first, with reserves below. */
export function siteList({ run, sites, selected, isChanged, isReranked }) {
  const plants = sites.filter((site) => !site.isReserve);
  const reserves = sites.filter((site) => site.isReserve);
  return el(
    "div",
    { class: "site-list-view" },
    el(
      "div",
      { class: "results-head" },
      heading(textForCount("sites", plants.length)),
      run.quality ? el("p", {}, run.quality.text) : null,
      el("p", { class: "quiet" }, subtitle(run)),
      scenarioActions(run),
      printActions(run),
    ),
    ...warnings(run, { isChanged, isReranked }),
    keyFigures(plants),
    legend(),
    el("ol", { class: "site-list" }, ...plants.map((site) => card(site, selected))),
    reserves.length ? el("h3", { class: "list-heading" }, text("reserve")) : null,
    reserves.length
      ? el("ol", { class: "site-list site-list-reserve" }, ...reserves.map((site) => reserveRow(site, selected)))
      : null,
    noteList(run.notes),
  );
}

function subtitle({ process, started_at: started, finished_at: finished }) {
  const seconds = (Date.parse(finished) - Date.parse(started)) / 1000;
  return `${process.name} · ${text("finished_in", { n: number(seconds, 1) })}`;
}

/** What the reader must know before the list: fewer plants than wanted, or a plan that has moved on. */
function warnings(run, { isChanged, isReranked }) {
  const fewer = run.notes.find((note) => ["fewer_than_wanted", "fewer_within_budget"].includes(note.code));
  const words = [
    fewer?.text,
    run.inputs_changed && text("inputs_changed"),
    isReranked ? text("reranked") : isChanged && text("changed"),
  ];
  return words
    .filter(Boolean)
    .map((line) => el("p", { class: "warning", role: "status" }, icon("triangle-alert"), line));
}

function keyFigures(plants) {
  const taken = plants.reduce((sum, site) => sum + site.supply_t_per_year, 0);
  const capacity = plants.reduce((sum, site) => sum + site.capacity_t_per_year, 0);
  const filled = plants.reduce((sum, site) => sum + site.utilisation * site.capacity_t_per_year, 0);
  const drive = plants.reduce((sum, site) => sum + site.mean_minutes * site.supply_t_per_year, 0) / taken;
  const [amount, unit] = tonnesParts(taken);
  const figure = (label, value, after) =>
    el("div", {}, el("dt", {}, label), el("dd", {}, el("strong", {}, value), after && ` ${after}`));
  return el(
    "dl",
    { class: "key-figures" },
    figure(text("taken"), amount, `${unit}/${text("per_year")}`),
    figure(text("drive"), duration(drive)),
    figure(text("used"), percent(filled / capacity)),
  );
}

function legend() {
  return el(
    "ul",
    { class: "part-legend", "aria-hidden": "true" },
    ...config.criteria.map(({ code }) =>
      el(
        "li",
        {},
        styled(el("span", { class: "swatch" }), { background: partColour(code) }),
        text(`criterion_${code}`),
      ),
    ),
  );
}

function badge(site) {
  return el(
    "span",
    { class: `rank-badge${site.isReserve ? " is-reserve" : ""}`, "aria-hidden": "true" },
    String(site.shownRank),
  );
}

function select(site) {
  return () => emit("select", { rank: site.rank, pan: true });
}

function card(site, selected) {
  const isSelected = site.rank === selected;
  return el(
    "li",
    { class: `site-card${isSelected ? " is-selected" : ""}`, dataset: { rank: site.rank } },
    el(
      "button",
      { type: "button", class: "site-choice", "aria-pressed": String(isSelected), onclick: select(site) },
      badge(site),
      el("span", { class: "site-name" }, el("strong", {}, site.name), site.place ? ` ${site.place}` : ""),
      el(
        "span",
        { class: "site-score", "aria-label": `${text("score")} ${fixed(site.score, 2)}` },
        fixed(site.score, 2),
      ),
    ),
    scoreBar(site.parts),
    el(
      "p",
      { class: "site-facts" },
      el("strong", {}, tonnesPerYear(site.supply_t_per_year)),
      ` ${text("of_size", { size: tonnesPerYear(site.capacity_t_per_year), used: percent(site.utilisation) })}`,
    ),
    site.stability ? el("p", { class: "site-facts quiet" }, rankHolds(site.stability)) : null,
    isSelected ? el("p", { class: "site-reason" }, site.reasons[0]) : null,
    isSelected ? explainButton(site) : null,
  );
}

function rankHolds({ holds_share: share }) {
  return text("rank_holds", { share: percent(share) });
}

function explainButton(site) {
  return el(
    "button",
    {
      type: "button",
      class: "button button-primary explain-button",
      onclick: () => emit("explain", { rank: site.rank }),
    },
    icon("info"),
    text("explain", { n: site.shownRank }),
  );
}

function reserveRow(site, selected) {
  const isSelected = site.rank === selected;
  return el(
    "li",
    { class: `site-card${isSelected ? " is-selected" : ""}`, dataset: { rank: site.rank } },
    el(
      "button",
      { type: "button", class: "site-choice", "aria-pressed": String(isSelected), onclick: select(site) },
      badge(site),
      el("span", { class: "site-name" }, el("strong", {}, site.name), site.place ? ` ${site.place}` : ""),
      el("span", { class: "site-score site-score-small" }, fixed(site.score, 2)),
    ),
    isSelected ? explainButton(site) : null,
  );
}
