import { config, text } from "../config.js";
import { el, showMessage, styled } from "../dom.js";
import { emit } from "../events.js";
import { number } from "../format.js";

const FULL = 100;
const ROUNDING = 1e-6;

/** Six sliders that carry the colours of the score bar; the control is the legend. */
export class Weights {
  #values = {};
  #rows = new Map();
  #pairwise = null;

  constructor() {
    document.getElementById("weight-rows").append(...config.criteria.map((criterion) => this.#row(criterion)));
    this.set(Object.fromEntries(config.criteria.map(({ code, weight }) => [code, weight])));
  }

  /** Weights by criterion, as the sliders stand. */
  get value() {
    return { ...this.#values };
  }

  /** Weights by criterion as shares of their sum. */
  get shares() {
    const sum = this.#sum();
    return Object.fromEntries(Object.entries(this.#values).map(([code, weight]) => [code, weight / sum]));
  }

  get isValid() {
    return this.#sum() > 0;
  }

  /** The comparisons that the weights come from, or null once they were given or moved by hand. */
  get pairwise() {
    return this.#pairwise;
  }

  /** Set all weights; what they come from is kept exactly, the sliders show whole numbers. */
  set(values, pairwise = null) {
    this.#pairwise = pairwise;
    for (const [code, { slider }] of this.#rows) {
      this.#values[code] = values[code] ?? 0;
      slider.value = String(Math.round(this.#values[code]));
    }
    this.#show();
  }

  #sum() {
    return Object.values(this.#values).reduce((sum, weight) => sum + weight, 0);
  }

  #row({ code, colour }) {
    const name = text(`criterion_${code}`);
    const output = el("output", { class: "weight-value" });
    const slider = el("input", {
      type: "range",
      class: "slider",
      id: `weight-${code}`,
      min: config.limits.weight.low,
      max: config.limits.weight.high,
      step: 1,
      oninput: () => {
        this.#values[code] = Number(slider.value);
        this.#pairwise = null;
        this.#show();
        emit("weights", this);
      },
    });
    this.#rows.set(code, { slider, output });
    return styled(
      el(
        "div",
        { class: "weight-row" },
        el("span", { class: "swatch", "aria-hidden": "true" }),
        el("label", { for: slider.id }, name),
        output,
        slider,
      ),
      { "--part": colour },
    );
  }

  #show() {
    const sum = this.#sum();
    for (const [code, { slider, output }] of this.#rows) {
      output.textContent = number(this.#values[code]);
      styled(slider, { "--fill": `${(this.#values[code] / config.limits.weight.high) * 100}%` });
    }
    const isWhole = Math.abs(sum - FULL) < ROUNDING || sum === 0;
    const origin = this.#pairwise ? "weights_of_ahp" : "weights_sum";
    document.getElementById("weights-sum").textContent = text(isWhole ? origin : "weights_scaled", { n: number(sum) });
    showMessage(document.getElementById("weights-error"), sum > 0 ? "" : text("weights_zero"));
    document
      .getElementById("weight-bar")
      .replaceChildren(
        ...config.criteria.map(({ code, colour }) =>
          styled(el("span", {}), { "flex-grow": String(this.#values[code]), background: colour }),
        ),
      );
  }
}
