import { config, hasText, text } from "../config.js";
import { el, icon, styled } from "../dom.js";
import { emit } from "../events.js";
import { citation, duration, fixed, number, percent, position, tonnesPerYear } from "../format.js";
import { certaintyContent } from "./certainty.js";
import { economicsContent } from "./economics.js";
import { movePanel } from "./move-panel.js";
import { noteList } from "./notes.js";
import { partColour, scoreBar } from "./score-bar.js";

const STATE_ICONS = { met: "circle-check", missed: "circle-x", unknown: "circle-dashed" };
const PLACE_ICONS = { market: "truck", town: "house", power: "zap" };

/** Explain one site: why, the parts of its score, its supply, competitors, rules and surroundings. */
export function siteExplanation({ run, site }) {
  return el(
    "article",
    { class: "site-view" },
    el(
      "div",
      { class: "results-head" },
      el(
        "button",
        { type: "button", class: "link-button back", onclick: () => emit("explain", null) },
        icon("arrow-left"),
        text("back_to_list"),
      ),
      el(
        "h2",
        { class: "results-title", id: "results-title", tabindex: "-1" },
        el("span", { class: `rank-badge${site.isReserve ? " is-reserve" : ""}` }, String(site.shownRank)),
        ` ${[site.name, site.place].filter(Boolean).join(", ")}`,
      ),
      el("p", { class: "quiet" }, [position(site.lon, site.lat), ...runWords(run, site)].join(" · ")),
      movePanel(site),
    ),
    section(
      text("why_here"),
      ...[site.enlarges?.text, ...site.reasons].filter(Boolean).map((line) => el("p", {}, line)),
    ),
    scoreSection(site),
    el(
      "div",
      { class: "site-columns" },
      el("div", {}, supplySection(site), districtSection(site), competitorSection(site)),
      el(
        "div",
        {},
        ruleSection(site),
        section(text("economics"), ...economicsContent(site.economics)),
        nearbySection(site),
        section(text("certainty"), ...certaintyContent(site.stability, run.robustness, site.rank === 1)),
      ),
    ),
    noteList(run.notes),
  );
}

/** Tell of which calculation a site is, and of which day. */
function runWords({ id, finished_at: finished }, { isReserve }) {
  const day = new Intl.DateTimeFormat(config.language, { dateStyle: "long" }).format(new Date(finished));
  const ofRun = `${text("run_number", { id: id.slice(0, 8) })}, ${day}`;
  return isReserve ? [text("reserve_tag"), ofRun] : [ofRun];
}

/** Cite where a figure comes from, unless no source is stored with it. */
function cited(fact) {
  return fact.source ? el("span", { class: "source fact-more" }, `${text("source")}: ${citation(fact)}`) : null;
}

function section(title, ...children) {
  return el("section", { class: "site-section" }, el("h3", {}, title), ...children);
}

function scoreSection(site) {
  let start = 0;
  const rows = site.parts.map((part) => {
    const row = scoreRow(part, start);
    start += part.contribution;
    return row;
  });
  const sum = el(
    "tr",
    { class: "score-sum" },
    el("th", { scope: "row" }, text("score")),
    el("td", {}),
    el("td", {}, percent(site.parts.reduce((total, part) => total + part.weight, 0))),
    el("td", { id: "score-total" }, el("strong", {}, fixed(site.score, 3))),
  );
  return section(
    text("score_origin", { score: fixed(site.score, 3) }),
    el(
      "table",
      { class: "score-table" },
      el("caption", {}, text("sum_rule")),
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          ...["criterion", "value", "weight", "contribution"].map((key) => el("th", { scope: "col" }, text(key))),
        ),
      ),
      el("tbody", {}, ...rows.flat(), sum),
    ),
    scoreBar(site.parts),
  );
}

function scoreRow(part, start) {
  const name = text(`criterion_${part.criterion}`);
  const state = part.is_recorded ? part.state : `${part.state}; ${text("unknown_neutral")}`;
  const bar = styled(el("span", { class: "waterfall-part" }), {
    left: `${start * 100}%`,
    width: `${part.contribution * 100}%`,
    background: partColour(part.criterion),
  });
  return [
    el(
      "tr",
      { class: "score-row", dataset: { criterion: part.criterion } },
      el(
        "th",
        { scope: "row" },
        styled(el("span", { class: "swatch" }), { background: partColour(part.criterion) }),
        name,
      ),
      el("td", {}, fixed(part.value, 2)),
      el("td", {}, percent(part.weight)),
      el("td", { class: "contribution" }, fixed(part.contribution, 3)),
    ),
    el(
      "tr",
      { class: "score-state" },
      el("td", { colspan: 4 }, state, cited(part), el("span", { class: "waterfall", "aria-hidden": "true" }, bar)),
    ),
  ];
}

function supplySection(site) {
  const rest = site.supply_of_other_sources;
  const rows = site.supply_by_source.map((supply, index) => ({
    name: supply.name || [text("source_area", { n: index + 1 }), supply.district].filter(Boolean).join(", "),
    drive: supply.minutes === null ? "–" : duration(supply.minutes),
    amount: supply.supply_t_per_year,
  }));
  if (rest.sources) {
    rows.push({
      name: text("other_sources", { n: number(rest.sources) }),
      amount: rest.supply_t_per_year,
      isRest: true,
    });
  }
  const heads = [text("source"), text("drive_time"), text("amount")];
  return section(text("supply_by_source"), amountTable(heads, rows, site.supply_t_per_year));
}

function districtSection(site) {
  const rows = site.supply_by_district.map((supply) => ({
    name: supply.name || text("outside_districts"),
    amount: supply.supply_t_per_year,
  }));
  const heads = [text("district"), text("amount")];
  return section(text("supply_by_district"), amountTable(heads, rows, site.supply_t_per_year));
}

/** Tabulate amounts with a bar each; a middle column holds the drive where the heads name one. */
function amountTable(heads, rows, total) {
  const most = Math.max(...rows.filter((row) => !row.isRest).map((row) => row.amount));
  const middle = (words) => (heads.length > 2 ? el("td", {}, words ?? "") : null);
  return el(
    "table",
    { class: "amount-table" },
    el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, head)))),
    el(
      "tbody",
      {},
      ...rows.map(({ name, drive, amount, isRest }) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, name, isRest ? null : amountBar(amount / most)),
          middle(drive),
          el("td", {}, number(amount)),
        ),
      ),
      el(
        "tr",
        { class: "amount-sum" },
        el("th", { scope: "row" }, text("sum")),
        middle(""),
        el("td", {}, number(total)),
      ),
    ),
  );
}

function amountBar(share) {
  const bar = styled(el("span", {}), { width: `${share * 100}%` });
  return el("span", { class: "amount-bar", "aria-hidden": "true" }, bar);
}

function competitorSection(site) {
  if (!site.competitors.length) {
    return section(text("competitors"), el("p", { class: "quiet" }, text("no_competitors")));
  }
  return section(
    text("competitors"),
    el(
      "ul",
      { class: "facts" },
      ...site.competitors.map((plant) =>
        el(
          "li",
          {},
          el("span", { class: "fact-name" }, icon("factory"), plant.name),
          el("span", {}, plant.minutes === null ? text("unreachable_by_road") : duration(plant.minutes)),
          el(
            "span",
            { class: "quiet fact-more" },
            `${text("takes")} ${tonnesPerYear(plant.takes_t_per_year)}; ${text("capacity").toLowerCase()} ${tonnesPerYear(plant.capacity_t_per_year)}`,
            plant.capacity_is_assumed ? ` (${text("assumed")})` : "",
          ),
          cited(plant),
        ),
      ),
    ),
  );
}

function ruleSection(site) {
  return section(
    text("rules"),
    el(
      "ul",
      { class: "rules" },
      ...site.rules.map((rule) =>
        el(
          "li",
          { class: `rule rule-${rule.state}` },
          icon(STATE_ICONS[rule.state]),
          el(
            "span",
            {},
            rule.label,
            el(
              "span",
              { class: "quiet" },
              ` · ${[text(`rule_${rule.state}`), rule.legal_basis].filter(Boolean).join(" · ")}`,
            ),
          ),
        ),
      ),
    ),
  );
}

function nearbySection(site) {
  if (!site.nearby.length) {
    return section(text("nearby"), el("p", { class: "quiet" }, text("nothing_nearby")));
  }
  return section(
    text("nearby"),
    el(
      "ul",
      { class: "facts" },
      ...site.nearby.map((place) =>
        el(
          "li",
          {},
          el("span", { class: "fact-name" }, icon(PLACE_ICONS[place.kind] ?? "info"), place.name),
          el("span", {}, place.minutes === null ? "–" : duration(place.minutes)),
          hasText(`place_${place.kind}`) ? el("span", { class: "quiet fact-more" }, text(`place_${place.kind}`)) : null,
          cited(place),
        ),
      ),
    ),
  );
}
