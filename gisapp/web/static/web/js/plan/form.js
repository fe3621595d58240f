import { config, text } from "../config.js";
import { styled } from "../dom.js";
import { emit, on } from "../events.js";
import { duration, number, tonnesParts } from "../format.js";
import { startAhp } from "./ahp-form.js";
import { Choices } from "./choices.js";
import { expectedSeconds } from "./expected-time.js";
import { NumberField } from "./number-field.js";
import { Presets } from "./presets.js";
import { ProcessPicker } from "./process-picker.js";
import { Weights } from "./weights.js";

const FALLBACK_MINUTES = 90;
const byId = (id) => document.getElementById(id);

/** The form on which a plan is made. */
export class PlanForm {
  #picker;
  #plants;
  #size;
  #minutes;
  #weights = new Weights();
  #choices;
  #presets;
  #isArmed = true;
  #filling = false;
  #isRunning = false;

  constructor(processes) {
    this.#picker = new ProcessPicker(processes);
    this.#startPlants();
    this.#size = new NumberField("size", {
      limits: config.limits.size,
      onChange: () => this.#changed(),
      isOptional: true,
    });
    this.#startMinutes();
    this.#filling = true;
    this.#choices = new Choices(() => this.#changed());
    this.#filling = false;
    this.#presets = new Presets((weights) => this.#weigh(weights, null));
    startAhp({ current: () => this.#weights, apply: (weights, pairwise) => this.#weigh(weights, pairwise) });
    on("weights", () => this.#arm(true));
    byId("whole-chain").addEventListener("change", () => {
      byId("whole-chain-help").hidden = !isWholeChain();
      this.#changed();
    });
    on("process", (process) => this.#processChosen(process));
    byId("plan-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
  }

  get weights() {
    return this.#weights;
  }

  get process() {
    return this.#picker.value;
  }

  /** Take over the parameters of a calculation, such as one opened by its address. */
  fill(parameters) {
    const { process, plants, size_per_year: size, max_minutes: minutes, weights, pairwise } = parameters;
    this.#filling = true;
    this.#picker.choose(process);
    if (plants) {
      this.#plants.set(plants);
    }
    if (size) {
      this.#size.set(size);
    }
    if (minutes) {
      this.#minutes.set(minutes);
    }
    if (weights) {
      this.#weights.set(weights, pairwise ?? null);
    }
    this.#presets.fill(parameters);
    this.#choices.fill(parameters);
    this.#filling = false;
  }

  /** Choose another industry and keep the rest. */
  chooseProcess(code) {
    this.#picker.choose(code);
  }

  /** Ask for a calculation, unless something is amiss; then go to what is. */
  submit() {
    if (this.#isRunning || !this.#isArmed) {
      return;
    }
    const amiss = this.#amiss();
    if (amiss) {
      emit("tab", "plan");
      amiss.complain();
    } else if (this.#weights.isValid) {
      this.#emitQuestion();
    }
  }

  /** Ask for one industry, or for all steps of its chain; those have neither a size nor a budget in common. */
  #emitQuestion() {
    const asked = this.#parameters();
    if (!isWholeChain()) {
      emit("submit", asked);
      return;
    }
    const { process, size_per_year: _size, forced_sites: _forced, budget_million_idr: _budget, ...shared } = asked;
    emit("submit-chain", { chain: this.#picker.value.chain, ...shared });
  }

  /** The first field that does not allow a calculation, or null. */
  #amiss() {
    if (!this.#picker.value) {
      return this.#picker;
    }
    const asked = [this.#plants, this.#size, this.#minutes];
    const wrong =
      asked.find((field) => !field.isFit) ??
      (this.#needsSize && !isWholeChain() && this.#size.value === null && this.#size);
    if (wrong) {
      return wrong;
    }
    const amiss = this.#choices.amiss;
    if (amiss) {
      this.#choices.open();
    }
    return amiss;
  }

  /** Set the weights from elsewhere than the sliders, as if they had been moved. */
  #weigh(weights, pairwise) {
    this.#weights.set(weights, pairwise);
    emit("weights", this.#weights);
    this.#changed();
  }

  #parameters() {
    return {
      process: this.#picker.value.code,
      plants: this.#plants.value,
      max_minutes: this.#minutes.value,
      ...this.#weighting(),
      ...this.#choices.value,
      ...(this.#size.value !== null && { size_per_year: this.#size.value }),
    };
  }

  #weighting() {
    const given = this.#presets.givenWith(this.#weights.value);
    if (!this.#weights.pairwise) {
      return given;
    }
    const { value_functions: functions } = given;
    return { pairwise: this.#weights.pairwise, ...(functions && { value_functions: functions }) };
  }

  /** Whether no usual size of the industry is recorded, so that the reader must give one. */
  get #needsSize() {
    return Boolean(this.#picker.value?.needsSize);
  }

  /** Name the button by what it will do, and hold it while a calculation runs or nothing has changed since. */
  showState({ isRunning, isRepeat, isStale }) {
    this.#isRunning = isRunning;
    byId("run-label").textContent = text(isRepeat ? "recalculate" : "find_sites");
    byId("rerank-hint").hidden = !isRepeat;
    this.#arm(!isRepeat || isStale);
  }

  #arm(isArmed) {
    this.#isArmed = isArmed;
    byId("run-button").setAttribute("aria-disabled", String(this.#isRunning || !isArmed));
    this.#estimate();
  }

  /** Tell how long a calculation like this took before. */
  #estimate() {
    const asked = { process: this.#picker?.value?.code, plants: this.#plants?.value ?? null };
    const seconds = asked.process && !isWholeChain() ? expectedSeconds(config.choices.runTimes, asked) : null;
    byId("run-time").textContent =
      seconds === null ? "" : text("run_time", { n: number(Math.max(1, Math.round(seconds))) });
  }

  #startPlants() {
    this.#plants = new NumberField("plants", {
      limits: config.limits.plants,
      value: config.limits.defaultPlants,
      onChange: () => this.#changed(),
    });
    for (const button of byId("plants-stepper").querySelectorAll("button")) {
      button.addEventListener("click", () => {
        this.#plants.set((this.#plants.value ?? config.limits.plants.low) + Number(button.dataset.step));
      });
    }
  }

  #startMinutes() {
    const slider = /** @type {HTMLInputElement} */ (byId("minutes-slider"));
    const { low, high } = config.limits.minutes;
    Object.assign(slider, { min: low, max: high });
    this.#minutes = new NumberField("minutes", {
      limits: config.limits.minutes,
      value: FALLBACK_MINUTES,
      onChange: (minutes) => {
        slider.value = String(minutes);
        slider.setAttribute("aria-valuetext", duration(minutes));
        styled(slider, { "--fill": `${((minutes - low) / (high - low)) * 100}%` });
        byId("minutes-help").textContent = minutes < FALLBACK_MINUTES ? "" : duration(minutes);
        this.#changed();
      },
    });
    slider.addEventListener("input", () => this.#minutes.set(Number(slider.value)));
  }

  #processChosen(process) {
    byId("size-help").textContent = text(process.needsSize ? "size_needed" : "size_optional");
    byId("size-unit").textContent = `${process.unit}/${text("per_year")}`;
    this.#size.clear();
    byId("plants-size").textContent = sizeRange(process) && text("usual_size", { size: sizeRange(process) });
    if (process.defaultMinutes && !this.#filling) {
      this.#minutes.set(process.defaultMinutes);
      byId("minutes-help").textContent = `${duration(process.defaultMinutes)}, ${text("time_by_default")}`;
    }
    this.#changed();
  }

  #changed() {
    if (!this.#filling && this.#picker?.value) {
      this.#arm(true);
      emit("plan", null);
    }
  }
}

function isWholeChain() {
  return /** @type {HTMLInputElement} */ (byId("whole-chain")).checked;
}

/** Write the usual sizes of a plant, in its raw material a year. */
function sizeRange({ sizes, unit }) {
  if (!sizes?.length) {
    return "";
  }
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const span = unit === "t" ? tonnesRange(least, most) : `${range(number(least), number(most))} ${unit}`;
  return `${span}/${text("per_year")}`;
}

function tonnesRange(least, most) {
  const [from, fromUnit] = tonnesParts(least);
  const [to, toUnit] = tonnesParts(most);
  return fromUnit === toUnit ? `${range(from, to)} ${toUnit}` : `${from} ${fromUnit}–${to} ${toUnit}`;
}

function range(from, to) {
  return from === to ? to : `${from}–${to}`;
}
