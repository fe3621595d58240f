import { config, text, textForCount } from "../config.js";
import { el, showMessage } from "../dom.js";
import { on } from "../events.js";
import { NumberField } from "./number-field.js";
import { PlannedPlaces } from "./places.js";

const MILLION_PER_BILLION = 1000;
const PERCENT = 100;
const RADIOS = ["supply_model", "season", "method"];
const { limits, defaults } = config.choices;
const byId = (id) => document.getElementById(id);
const field = (id) => /** @type {HTMLInputElement} */ (byId(id));

/** What a planner may choose besides industry, number and travel time; all of it has a default. */
export class Choices {
  #onChange;
  #places;
  #ignored = new Set();
  #boxes = new Map();
  #budget;
  #leastFilled;
  #siteArea;
  #reserves;

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
    this.#places = new PlannedPlaces(() => this.#changed());
    this.#addExclusions();
    const number = (id, options) => new NumberField(id, { ...options, onChange: () => this.#changed() });
    this.#budget = number("budget", { limits: limits.budgetBillion, isOptional: true });
    this.#leastFilled = number("least-filled", { limits: limits.leastFilled });
    this.#siteArea = number("site-area", { limits: limits.siteArea, isOptional: true });
    this.#reserves = number("reserves", { limits: limits.reserves });
    this.fill({});
    for (const name of RADIOS) {
      for (const radio of document.querySelectorAll(`input[name=${name}]`)) {
        radio.addEventListener("change", () => this.#changed());
      }
    }
    for (const id of ["serve-existing", "allow-upgrades"]) {
      byId(id).addEventListener("change", () => this.#changed());
    }
    on("force", (place) => this.#places.force(place));
  }

  /** The first field that is amiss, or null. */
  get amiss() {
    const numbers = [this.#budget, this.#leastFilled, this.#siteArea, this.#reserves];
    const wrong = numbers.find((number) => !number.isFit);
    if (wrong || !this.#needsTogether) {
      return wrong ?? null;
    }
    return {
      complain: () => /** @type {HTMLInputElement} */ (document.querySelector("input[name=method]:checked")).focus(),
    };
  }

  /** Show the folded part that holds what is amiss. */
  open() {
    byId("more-choices").setAttribute("open", "");
  }

  get value() {
    return {
      ...Object.fromEntries(RADIOS.map((name) => [name, chosen(name)])),
      serve_existing: field("serve-existing").checked,
      allow_upgrades: field("serve-existing").checked && field("allow-upgrades").checked,
      ignored_exclusions: [...this.#ignored],
      min_utilisation: this.#leastFilled.value / PERCENT,
      reserves: this.#reserves.value,
      ...this.#places.value,
      ...(this.#budget.value !== null && { budget_million_idr: this.#budget.value * MILLION_PER_BILLION }),
      ...(this.#siteArea.value !== null && { site_area_ha: this.#siteArea.value }),
    };
  }

  /** Take over the parameters of a calculation; what it does not name gets its default. */
  fill(given) {
    for (const name of RADIOS) {
      const radio = document.querySelector(`input[name=${name}][value=${given[name] ?? defaults[name]}]`);
      /** @type {HTMLInputElement} */ (radio).checked = true;
    }
    field("serve-existing").checked = given.serve_existing ?? true;
    field("allow-upgrades").checked = given.allow_upgrades ?? false;
    this.#ignored = new Set(given.ignored_exclusions ?? []);
    for (const [code, box] of this.#boxes) {
      box.checked = !this.#ignored.has(code);
    }
    setOrClear(this.#budget, given.budget_million_idr && given.budget_million_idr / MILLION_PER_BILLION);
    setOrClear(this.#siteArea, given.site_area_ha);
    this.#leastFilled.set(given.min_utilisation ? given.min_utilisation * PERCENT : limits.defaultLeastFilled);
    this.#reserves.set(given.reserves ?? limits.defaultReserves);
    this.#places.fill(given);
    this.#show();
  }

  /** Places laid down and a budget are kept to by plans made as a whole only. */
  get #needsTogether() {
    const { budget_million_idr: budget, forced_sites: forced } = this.value;
    return chosen("method") === "in_turn" && (budget !== undefined || forced.length > 0);
  }

  #addExclusions() {
    byId("exclusions").append(...config.choices.exclusions.map((exclusion) => this.#exclusion(exclusion)));
  }

  #exclusion({ code, label, legal_basis: basis, is_recorded: isRecorded }) {
    const box = el("input", {
      type: "checkbox",
      checked: true,
      onchange: () => {
        this.#ignored[box.checked ? "delete" : "add"](code);
        this.#changed();
      },
    });
    this.#boxes.set(code, box);
    const about = [basis || text("no_legal_basis"), isRecorded ? "" : text("not_surveyed")].filter(Boolean);
    return el(
      "li",
      {},
      el("label", { class: "choice" }, box, el("span", { class: "exclusion-name" }, label)),
      el("p", { class: "field-help" }, about.join(" · ")),
    );
  }

  #changed() {
    this.#show();
    this.#onChange();
  }

  #show() {
    const counted = config.choices.exclusions.length - this.#ignored.size;
    byId("exclusions-count").textContent = textForCount("rules_counted", counted);
    const upgrades = field("allow-upgrades");
    upgrades.disabled = !field("serve-existing").checked;
    showMessage(byId("method-error"), this.#needsTogether ? text("needs_together") : "");
    byId("more-count").textContent = this.#moreWords();
  }

  /** Tell what is not as usual in the folded part. */
  #moreWords() {
    const words = [
      chosen("season") !== defaults.season && text("season_wet"),
      chosen("method") !== defaults.method && text("method_in_turn"),
      this.#budget.value !== null && text("has_budget"),
    ];
    return words.filter(Boolean).join(", ");
  }
}

function chosen(name) {
  return /** @type {HTMLInputElement} */ (document.querySelector(`input[name=${name}]:checked`)).value;
}

function setOrClear(number, value) {
  if (value) {
    number.set(value);
  } else {
    number.clear();
  }
}
