import { config, text } from "../config.js";
import { el } from "../dom.js";
import { citation, percent } from "../format.js";

const OWN = "";

/** A choice of named sets of weights; the weights may be moved away from the chosen one afterwards. */
export class Presets {
  #select = /** @type {HTMLSelectElement} */ (document.getElementById("preset"));
  #help = document.getElementById("preset-help");
  /** Value functions of a calculation that was opened and names no preset. */
  #carried = {};

  /** @param {(weights: Record<string, number>) => void} onChoose */
  constructor(onChoose) {
    this.#select.append(
      el("option", { value: OWN }, text("preset_none")),
      ...config.choices.presets.map(({ code, name }) => el("option", { value: code }, name)),
    );
    this.#select.addEventListener("change", () => {
      this.#carried = {};
      this.#show();
      onChoose(this.#chosen?.weights ?? ofNoPreset());
    });
    this.#show();
  }

  /**
   * What is asked for of the preset while these are the weights: itself, or its value functions alone once the
   * weights were moved away from it.
   *
   * @param {Record<string, number>} weights
   */
  givenWith(weights) {
    const preset = this.#chosen;
    const isWhole = preset && config.criteria.every(({ code }) => preset.weights[code] === weights[code]);
    if (isWhole) {
      return { preset: preset.code };
    }
    const functions = preset?.value_functions ?? this.#carried;
    return { weights, ...(Object.keys(functions).length > 0 && { value_functions: functions }) };
  }

  /** Take over what a calculation was asked with. */
  fill({ preset, value_functions: functions }) {
    this.#select.value = preset ?? OWN;
    this.#carried = preset ? {} : (functions ?? {});
    this.#show();
  }

  get #chosen() {
    return config.choices.presets.find(({ code }) => code === this.#select.value);
  }

  #show() {
    const preset = this.#chosen;
    const words = preset
      ? [
          `${text("source")}: ${citation(preset)}`,
          preset.left_out_share > 0 && text("preset_left_out", { share: percent(preset.left_out_share) }),
        ]
      : [];
    this.#help.textContent = words.filter(Boolean).join(". ");
  }
}

function ofNoPreset() {
  return Object.fromEntries(config.criteria.map(({ code, weight }) => [code, weight]));
}
