import { text } from "../config.js";
import { setFlag, showMessage } from "../dom.js";

/** A text field for a whole number within limits; it says what is wrong beside itself. */
export class NumberField {
  #input;
  #error;
  #limits;
  #onChange;

  constructor(id, { limits, value, onChange }) {
    this.#input = document.getElementById(id);
    this.#error = document.getElementById(`${id}-error`);
    this.#limits = limits;
    this.#onChange = onChange;
    this.set(value);
    this.#input.addEventListener("input", () => this.#changed());
  }

  /** The number, or null while what stands there is none within the limits. */
  get value() {
    const typed = this.#input.value.trim();
    const value = /^\d+$/.test(typed) ? Number(typed) : Number.NaN;
    return value >= this.#limits.low && value <= this.#limits.high ? value : null;
  }

  set(value) {
    this.#input.value = String(Math.min(this.#limits.high, Math.max(this.#limits.low, Math.round(value))));
    this.#changed();
  }

  focus() {
    this.#input.focus();
  }

  #changed() {
    const wrong = this.value === null;
    showMessage(this.#error, wrong ? text("out_of_range", this.#limits) : "");
    setFlag(this.#input, "aria-invalid", wrong);
    if (!wrong) {
      this.#onChange(this.value);
    }
  }
}
