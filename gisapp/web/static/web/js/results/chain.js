import { text, textForCount } from "../config.js";
import { el, icon, styled } from "../dom.js";
import { number, tonnesPerYear } from "../format.js";
import { heading } from "./states.js";

const ANSWERED = ["suggested", "refused"];
const ICONS = { suggested: "circle-check", refused: "ban", failed: "circle-alert", cancelled: "circle-x" };

/** Show a plan of a chain: its steps in order, each a calculation of its own, and the balance of every raw material. */
export function chainView({ id, chain, steps, balance, skipped }) {
  const done = steps.filter(({ run }) => ANSWERED.includes(run.status)).length;
  return el(
    "div",
    { class: "chain-view" },
    el(
      "div",
      { class: "results-head" },
      heading(text("chain_plan", { chain: text(`chain_${chain}`) })),
      el("p", { class: "quiet" }, text("chain_done", { n: number(done), of: number(steps.length) })),
      done < steps.length ? progress(done / steps.length) : null,
    ),
    el("ol", { class: "chain-steps" }, ...steps.map((step) => stepRow(step, id))),
    balance.length ? balanceSection(balance) : null,
    skipped.length ? skippedSection(skipped) : null,
  );
}

function progress(share) {
  return el(
    "div",
    {
      class: "progress-track",
      role: "progressbar",
      "aria-valuenow": Math.round(share * 100),
      "aria-valuemin": 0,
      "aria-valuemax": 100,
      "aria-label": text("calculating"),
    },
    styled(el("span", {}), { width: `${share * 100}%` }),
  );
}

function stepRow({ run, plants, intake_per_year: intake }, plan) {
  const isSuggested = run.status === "suggested";
  return el(
    "li",
    { class: `chain-step is-${run.status}` },
    el(
      "p",
      { class: "chain-name" },
      icon(ICONS[run.status] ?? "circle-dashed"),
      el("strong", {}, run.process.name),
      el("span", { class: "quiet" }, run.status_label),
    ),
    isSuggested ? el("p", {}, `${textForCount("sites", plants)}, ${amount(intake, run.process.feed_unit)}`) : null,
    run.refusal || run.message ? el("p", { class: "quiet" }, run.refusal?.reason ?? run.message) : null,
    isSuggested
      ? el(
          "a",
          { class: "link-button", href: `?${new URLSearchParams({ chain: plan, run: run.id })}` },
          text("chain_open"),
        )
      : null,
  );
}

function balanceSection(balance) {
  const heads = ["feed", "supply", "existing", "planned", "left"];
  const labels = {
    feed: text("chain_feed"),
    supply: text("chain_supply"),
    existing: text("chain_existing"),
    planned: text("chain_planned"),
    left: text("chain_left"),
  };
  return el(
    "section",
    { class: "site-section" },
    el("h3", {}, text("chain_balance")),
    el(
      "div",
      { class: "table-scroll", tabindex: "0", role: "region", "aria-label": text("chain_balance") },
      el(
        "table",
        { class: "amount-table" },
        el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, labels[head])))),
        el("tbody", {}, ...balance.map(balanceRow)),
      ),
    ),
  );
}

function balanceRow(row) {
  const cells = [row.supply_per_year, row.taken_by_existing_per_year, row.taken_by_planned_per_year, row.left_per_year];
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, row.name),
    ...cells.map((value) => el("td", {}, amount(value, row.unit))),
  );
}

function skippedSection(skipped) {
  return el(
    "section",
    { class: "site-section" },
    el("h3", {}, text("chain_skipped")),
    el("p", { class: "quiet" }, skipped[0].reason),
    el("p", {}, skipped.map(({ name }) => name).join(", ")),
  );
}

function amount(value, unit) {
  return unit === "t" ? tonnesPerYear(value) : `${number(value)} ${unit}/${text("per_year")}`;
}

/** Whether a plan of a chain is still being calculated. */
export function isUnderWay({ status }) {
  return status === "queued" || status === "running";
}
