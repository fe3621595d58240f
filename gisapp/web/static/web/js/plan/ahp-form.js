import { config, text } from "../config.js";
import { el, icon, styled } from "../dom.js";
import { fixed, number, percent } from "../format.js";
import { priorities, ratioOfStep, stepOfRatio, worstTriad } from "./ahp-math.js";

const PERCENT = 100;
const LAST_STEP = 8;
const { randomIndex, mostRatio, source } = config.choices.ahp;
const names = config.criteria.map(({ code }) => text(`criterion_${code}`));

/**
 * Open the form of pairwise comparisons by its button.
 *
 * @param {{current: () => {pairwise: number[][]|null, value: Record<string, number>},
 *   apply: (weights: Record<string, number>, pairwise: number[][]) => void}} options
 */
export function startAhp({ current, apply }) {
  const button = document.getElementById("ahp-open");
  button.addEventListener("click", () => new AhpForm(current(), apply).open());
}

class AhpForm {
  #rows;
  #apply;
  #sliders = new Map();
  #verdict = el("div", { class: "ahp-verdict", role: "status", "aria-live": "polite" });
  #weights = el("ul", { class: "ahp-weights" });
  #use = el("button", { type: "submit", class: "button button-primary" }, text("ahp_use"));
  #dialog;

  constructor({ pairwise, value }, apply) {
    this.#apply = apply;
    this.#rows = pairwise?.map((row) => [...row]) ?? rowsNear(value);
    this.#dialog = this.#build();
  }

  open() {
    document.body.append(this.#dialog);
    this.#show();
    this.#dialog.showModal();
  }

  #build() {
    const dialog = el(
      "dialog",
      { class: "ahp-dialog", "aria-labelledby": "ahp-title", onclose: () => dialog.remove() },
      el(
        "form",
        { method: "dialog", onsubmit: (event) => this.#submit(event) },
        el("h2", { id: "ahp-title" }, text("ahp_title")),
        el("p", { class: "field-help" }, text("ahp_help")),
        el(
          "div",
          { class: "ahp-body" },
          this.#pairs(),
          el(
            "div",
            { class: "ahp-side" },
            this.#verdict,
            this.#weights,
            this.#use,
            el("button", { type: "button", class: "button", onclick: () => dialog.close() }, text("ahp_cancel")),
          ),
        ),
      ),
    );
    return dialog;
  }

  #pairs() {
    const list = el("ol", { class: "ahp-pairs" });
    for (let i = 0; i < names.length; i += 1) {
      for (let j = i + 1; j < names.length; j += 1) {
        list.append(this.#pair(i, j));
      }
    }
    return list;
  }

  /** The slider leads to the criterion that matters more, as the names stand beside it. */
  #pair(i, j) {
    const words = el("output", { class: "ahp-words" });
    const slider = /** @type {HTMLInputElement} */ (
      el("input", {
        type: "range",
        class: "slider ahp-slider",
        min: -LAST_STEP,
        max: LAST_STEP,
        step: 1,
        value: -stepOfRatio(this.#rows[i][j - i - 1]),
        "aria-label": text("ahp_pair", { a: names[i], b: names[j] }),
        oninput: () => {
          this.#rows[i][j - i - 1] = ratioOfStep(-slider.valueAsNumber);
          this.#show();
        },
      })
    );
    const row = el(
      "li",
      { class: "ahp-pair" },
      el("span", { class: "ahp-name" }, swatch(i), names[i]),
      el("span", { class: "ahp-name ahp-name-right" }, names[j], swatch(j)),
      slider,
      words,
    );
    this.#sliders.set(`${i}:${j}`, { slider, words, row });
    return row;
  }

  #show() {
    const { weights, ratio } = priorities(this.#rows, randomIndex);
    const isFit = ratio <= mostRatio;
    const worst = isFit ? null : worstTriad(this.#rows);
    for (const [key, { slider, words, row }] of this.#sliders) {
      const [i, j] = key.split(":").map(Number);
      const said = comparisonWords(i, j, this.#rows[i][j - i - 1]);
      words.textContent = said;
      slider.setAttribute("aria-valuetext", said);
      row.classList.toggle("is-worst", worst !== null && isOfTriad(worst, i, j));
    }
    this.#use.setAttribute("aria-disabled", String(!isFit));
    this.#verdict.replaceChildren(...this.#verdictWords(ratio, worst));
    this.#weights.replaceChildren(...weights.map((weight, index) => weightRow(weight, index)));
  }

  #verdictWords(ratio, worst) {
    const head = el(
      "p",
      { class: worst ? "ahp-ratio is-wrong" : "ahp-ratio" },
      icon(worst ? "triangle-alert" : "circle-check"),
      text("ahp_ratio", { ratio: fixed(ratio, 2) }),
    );
    const rule = el("p", { class: "field-help" }, text("ahp_rule", { most: fixed(mostRatio, 2), source }));
    if (!worst) {
      return [head, rule];
    }
    const { i, j, k, ij, jk } = worst;
    const mended = ratioOfStep(stepOfRatio(ij * jk));
    return [
      head,
      rule,
      el("p", {}, text("ahp_worst")),
      el(
        "ul",
        { class: "ahp-triad" },
        ...[
          [i, j],
          [j, k],
          [i, k],
        ].map(([a, b]) => el("li", {}, comparisonWords(a, b, this.#rows[a][b - a - 1]))),
      ),
      el("p", {}, text("ahp_would_be", { words: comparisonWords(i, k, mended) })),
      el(
        "button",
        {
          type: "button",
          class: "button",
          onclick: () => {
            this.#rows[i][k - i - 1] = mended;
            const { slider } = this.#sliders.get(`${i}:${k}`);
            slider.value = String(-stepOfRatio(mended));
            this.#show();
            slider.focus();
          },
        },
        text("ahp_take_over"),
      ),
    ];
  }

  #submit(event) {
    const { weights, ratio } = priorities(this.#rows, randomIndex);
    if (ratio > mostRatio) {
      event.preventDefault();
      return;
    }
    const byCode = Object.fromEntries(config.criteria.map(({ code }, index) => [code, weights[index] * PERCENT]));
    this.#apply(byCode, this.#rows);
  }
}

/** Start from the weights as they are, each comparison brought to the nearest of the scale. */
function rowsNear(values) {
  const weights = config.criteria.map(({ code }) => Math.max(values[code], 1));
  return weights
    .slice(0, -1)
    .map((weight, i) => weights.slice(i + 1).map((other) => ratioOfStep(stepOfRatio(weight / other))));
}

function isOfTriad({ i, j, k }, a, b) {
  return [i, j, k].includes(a) && [i, j, k].includes(b);
}

function comparisonWords(i, j, ratio) {
  if (Math.abs(ratio - 1) < 0.01) {
    return text("ahp_equal", { a: names[i], b: names[j] });
  }
  const [more, less, times] = ratio > 1 ? [i, j, ratio] : [j, i, 1 / ratio];
  return text("ahp_more", { a: names[more], b: names[less], n: number(times, 1) });
}

function swatch(index) {
  return styled(el("span", { class: "swatch", "aria-hidden": "true" }), { background: config.criteria[index].colour });
}

function weightRow(weight, index) {
  const bar = styled(el("span", {}), { width: `${weight * PERCENT}%`, background: config.criteria[index].colour });
  return el(
    "li",
    {},
    el("span", {}, names[index]),
    el("strong", {}, percent(weight)),
    el("span", { class: "ahp-bar", "aria-hidden": "true" }, bar),
  );
}
