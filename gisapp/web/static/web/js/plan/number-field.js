import { text } from "../config.js";
import { setFlag, showMessage } from "../dom.js";
import { number } from "../format.js";

// Digits, or digits in groups of three as either language writes thousands.
const WHOLE = /^(\d+|\d{1,3}([.,\s]\d{3})+)$/;

/** A text field for a whole number within limits; it says what is wrong beside itself. */
export class NumberField {
  #input;
  #error;
  #limits;
  #onChange;
  #isOptional;

  /**
   * Without a `value` the field starts empty, and says so only when asked by `complain`; an optional one may stay so.
   *
   * @param {string} id
   * @param {{limits: {low: number, high: number}, value?: number, onChange: (value: number) => void, isOptional?: boolean}} options
   */
  constructor(id, { limits, value, onChange, isOptional = false }) {
    this.#input = /** @type {HTMLInputElement} */ (document.getElementById(id));
    this.#error = document.getElementById(`${id}-error`);
    this.#limits = limits;
    this.#onChange = onChange;
    this.#isOptional = isOptional;
    if (value !== undefined) {
      this.set(value);
    }
    this.#input.addEventListener("input", () => this.#changed());
  }

  /** The number, or null while what stands there is none within the limits. */
  get value() {
    const typed = this.#input.value.trim();
    const value = WHOLE.test(typed) ? Number(typed.replace(/\D/g, "")) : Number.NaN;
    return value >= this.#limits.low && value <= this.#limits.high ? value : null;
  }

  /** Whether what stands there can be taken: a number within the limits, or nothing where none is needed. */
  get isFit() {
    return this.value !== null || (this.#isOptional && this.#input.value.trim() === "");
  }

  set(value) {
    this.#input.value = String(Math.min(this.#limits.high, Math.max(this.#limits.low, Math.round(value))));
    this.#changed();
  }

  /** Empty the field. */
  clear() {
    this.#input.value = "";
    this.#show(false);
  }

  /** Say what is wanted, and go there. */
  complain() {
    this.#show(true);
    this.#input.focus();
  }

  #changed() {
    this.#show(!this.isFit);
    if (this.isFit) {
      this.#onChange(this.value);
    }
  }

  #show(wrong) {
    const { low, high } = this.#limits;
    showMessage(this.#error, wrong ? text("out_of_range", { low: number(low), high: number(high) }) : "");
    setFlag(this.#input, "aria-invalid", wrong);
  }
}
