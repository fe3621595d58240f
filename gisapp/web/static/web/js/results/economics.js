import { text } from "../config.js";
import { el, styled } from "../dom.js";
import { number } from "../format.js";

const BILLION_FROM_MILLION = 1 / 1000;
const KG_FROM_TONNE = 1 / 1000;
const PERCENT = 100;

/**
 * Tell what a plant costs and earns: a sentence each, then low, middle and high of every figure that is known.
 *
 * @param {Record<string, any>|null} economics
 */
export function economicsContent(economics) {
  if (!economics) {
    return [el("p", { class: "quiet" }, text("economics_none"))];
  }
  const year = economics.price_year;
  const rows = [
    range(text("economics_delivered"), economics[`delivered_idr_${year}_per_t`], KG_FROM_TONNE, 0),
    range(text("economics_haulage"), economics[`haulage_idr_${year}_per_t`], KG_FROM_TONNE, 0),
    range(text("economics_capex"), economics[`capex_idr_${year}_million`], BILLION_FROM_MILLION, 0),
    range(text("economics_npv"), economics[`npv_idr_${year}_million`], BILLION_FROM_MILLION, 0),
    range(text("economics_irr"), economics.irr, PERCENT, 1),
    range(text("economics_radius"), economics.break_even_km, 1, 0),
  ].filter(Boolean);
  const table = rows.length
    ? [
        el("p", { class: "quiet" }, `${text("economics_ends")}, ${number(year).replace(/\D/g, "")}`),
        el("table", { class: "economics" }, el("tbody", {}, ...rows)),
      ]
    : [];
  return [...table, ...economics.texts.map((words) => el("p", { class: "quiet" }, words))];
}

/** A range as a bar with a dot at its middle; the scale runs from 0, or from what is lost, to the highest end. */
function range(label, ends, factor, decimals) {
  if (!ends || [ends.low, ends.mid, ends.high].some((end) => end === null || end === undefined)) {
    return null;
  }
  const [low, mid, high] = [ends.low, ends.mid, ends.high].map((end) => end * factor).sort((a, b) => a - b);
  const from = Math.min(0, low);
  const share = (value) => `${((value - from) / (Math.max(0, high) * 1.1 - from || 1)) * 100}%`;
  const bar = styled(el("span", { class: "range-bar" }), {
    left: share(low),
    width: `calc(${share(high)} - ${share(low)})`,
  });
  const dot = styled(el("span", { class: "range-dot" }), { left: share(mid) });
  const write = (value) => number(value, decimals);
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, label),
    el("td", { class: "range-track" }, el("span", { class: "range", "aria-hidden": "true" }, bar, dot)),
    el("td", {}, el("strong", {}, write(mid)), el("span", { class: "quiet" }, ` ${write(low)}–${write(high)}`)),
  );
}
