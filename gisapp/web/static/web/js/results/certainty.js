import { text } from "../config.js";
import { el, styled } from "../dom.js";
import { number, percent } from "../format.js";

const SHOWN_RANKS = 5;
const LEAST = 0.0005;

/**
 * Tell in how many of the weight tests a site has which rank.
 *
 * @param {{rank_share: number[], text: string}|null} stability of the site
 * @param {{n_draw: number, texts: string[]}|null} robustness of the calculation
 * @param {boolean} isFirst whether the site is the one that the words on losing the first place are about
 */
export function certaintyContent(stability, robustness, isFirst) {
  if (!stability || !robustness) {
    return [];
  }
  const listed = stability.rank_share.slice(0, SHOWN_RANKS).map((share, index) => ({
    name: text("certainty_rank", { n: number(index + 1) }),
    share,
  }));
  const rest = 1 - listed.reduce((sum, { share }) => sum + share, 0);
  const rows = rest > LEAST ? [...listed, { name: text("certainty_beyond"), share: rest }] : listed;
  return [
    el("p", { class: "quiet" }, text("certainty_tests", { n: number(robustness.n_draw) })),
    el("table", { class: "certainty" }, el("tbody", {}, ...rows.map(row))),
    el("p", {}, stability.text),
    ...(isFirst ? robustness.texts.map((words) => el("p", { class: "quiet" }, words)) : []),
  ];
}

function row({ name, share }) {
  const bar = styled(el("span", {}), { width: `${share * 100}%` });
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, name),
    el("td", { class: "certainty-track" }, el("span", { class: "certainty-bar", "aria-hidden": "true" }, bar)),
    el("td", { class: "certainty-share" }, percent(share)),
  );
}
