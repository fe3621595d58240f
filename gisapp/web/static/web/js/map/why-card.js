import { text, textForCount } from "../config.js";
import { el, icon } from "../dom.js";
import { fixed } from "../format.js";
import { scoreBar } from "../results/score-bar.js";

/**
 * @typedef {{lon: number, lat: number}} Place
 * @typedef {{force: (at: Place) => void, show: (at: Place) => void}} Actions
 */

/** The place is being judged. */
export function waitingCard() {
  return card(el("p", { class: "quiet" }, text("why_asking")));
}

/** @param {string} message */
export function failedCard(message) {
  return card(head("circle-alert", text("why_refused"), "is-refused"), el("p", {}, message));
}

/**
 * Tell the score of a place, or what speaks against it, by a calculation.
 *
 * @param {{can_be_suggested: boolean} & Record<string, any>} place as the service judged it
 * @param {Actions} actions
 */
export function scoreCard(place, actions) {
  return place.can_be_suggested ? fitCard(place, actions) : refusedCard(place, actions);
}

function fitCard(place, actions) {
  const higher = place.sites_with_a_higher_score;
  const ordered = place.parts.toSorted((a, b) => b.value - a.value);
  return card(
    head("circle-check", text("why_score", { score: fixed(place.score, 2) }), "is-fit"),
    scoreBar(place.parts),
    el("p", {}, higher === 0 ? text("why_first") : textForCount("why_higher", higher)),
    el("p", {}, text("why_strongest", { state: saying(ordered[0]) })),
    el("p", {}, text("why_weakest", { state: saying(ordered.at(-1)) })),
    ...remarks(place),
    action(text("why_force"), () => actions.force(place)),
  );
}

function saying({ label, state }) {
  return `${label}, ${state}`;
}

function refusedCard(place, actions) {
  const { nearest } = place;
  return card(
    head("ban", text("why_refused"), "is-refused"),
    ...reasons(place.obstacles),
    nearest ? el("p", {}, nearest.text) : null,
    ...remarks(place),
    nearest ? action(text("why_nearest"), () => actions.show(nearest)) : null,
  );
}

/** Tell what the law says of a place while nothing was calculated. */
export function lawCard(place) {
  const isFit = place.can_be_chosen;
  return card(
    head(isFit ? "circle-check" : "ban", text(isFit ? "why_lawful" : "why_refused"), isFit ? "is-fit" : "is-refused"),
    ...reasons(
      place.reasons.map((reason) => ({ ...reason, text: [reason.label, reason.name].filter(Boolean).join(": ") })),
    ),
    ...remarks(place),
    el("p", { class: "quiet" }, text("why_needs_run")),
  );
}

function reasons(obstacles) {
  return obstacles.map(({ text: words, legal_basis: basis }) =>
    el("p", {}, words, basis ? el("span", { class: "quiet" }, ` (${basis})`) : ""),
  );
}

function remarks({ unknown, inputs_changed: isChanged }) {
  const names = unknown.map((reason) => reason.text ?? reason.label).join(", ");
  return [
    names ? el("p", { class: "quiet" }, text("why_unknown", { names })) : null,
    isChanged ? el("p", { class: "quiet" }, text("why_changed")) : null,
  ];
}

function head(iconName, words, kind) {
  return el("h2", { class: `why-head ${kind}` }, icon(iconName), words);
}

function action(words, act) {
  return el("button", { type: "button", class: "link-button", onclick: act }, words);
}

function card(...children) {
  return el("div", { class: "why-card" }, ...children);
}
