import { hasText, text, textForCount } from "../config.js";
import { el, setFlag, showMessage, styled } from "../dom.js";
import { emit } from "../events.js";

const byId = (id) => document.getElementById(id);
const NEUTRAL = "var(--ink-500)";

/** A combobox (WAI-ARIA APG, list autocomplete) over the processes, grouped by chain. */
export class ProcessPicker {
  #processes;
  #chosen = null;
  #active = -1;
  #options = [];
  #input = /** @type {HTMLInputElement} */ (byId("process-input"));
  #list = byId("process-list");

  constructor(processes) {
    this.#processes = processes;
    if (this.#input.value) {
      // Typed before the list of processes had come.
      this.#open(this.#input.value);
    }
    this.#input.addEventListener("input", () => this.#open(this.#input.value));
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("click", () => this.#open(""));
    this.#input.addEventListener("blur", () => this.#close());
    byId("process-toggle").addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.#input.focus();
      this.#list.hidden ? this.#open("") : this.#close();
    });
  }

  /** The chosen process, or null. */
  get value() {
    return this.#chosen;
  }

  /** Choose a process by its code; unknown codes are left alone. */
  choose(code) {
    const found = this.#processes.find((process) => process.code === code);
    if (!found) {
      return;
    }
    this.#chosen = found;
    this.#close();
    byId("process-kbli").textContent = found.kbli ? `KBLI ${found.kbli}` : "";
    const swatch = byId("process-swatch");
    swatch.hidden = false;
    styled(swatch, { background: found.colour || NEUTRAL });
    byId("process-help").textContent = [
      text("process_supply", { feed: found.feedName }),
      text(`supply_${found.supply}`),
    ].join(" · ");
    showMessage(byId("process-error"), "");
    setFlag(this.#input, "aria-invalid", false);
    emit("process", found);
  }

  /** Say that a choice is missing. */
  complain() {
    showMessage(byId("process-error"), text("process_missing"));
    setFlag(this.#input, "aria-invalid", true);
    this.#input.focus();
  }

  #open(query) {
    const matches = this.#processes.filter((process) => matchesQuery(process, query));
    this.#options = [];
    this.#list.replaceChildren(...this.#groups(matches));
    if (!matches.length) {
      this.#list.append(el("p", { class: "picker-none" }, text("process_none", { query })));
    }
    this.#list.hidden = false;
    this.#input.setAttribute("aria-expanded", "true");
    byId("announcements").textContent = textForCount("process_count", matches.length);
    this.#activate(query ? 0 : this.#options.findIndex(({ process }) => process === this.#chosen));
  }

  #groups(matches) {
    const chains = [...new Set(matches.map((process) => process.chain))];
    chains.sort((a, b) => this.#knownFirst(a) - this.#knownFirst(b) || chainName(a).localeCompare(chainName(b)));
    return chains.map((chain, number) => {
      const id = `chain-${number}`;
      return el(
        "div",
        { role: "group", "aria-labelledby": id },
        el("div", { class: "picker-chain", id, role: "presentation" }, chainName(chain)),
        ...matches.filter((process) => process.chain === chain).map((process) => this.#option(process)),
      );
    });
  }

  /** Chains whose raw material is recorded come before those of which nothing is known. */
  #knownFirst(chain) {
    const known = this.#processes.some((process) => process.chain === chain && process.supply !== "not_recorded");
    return known ? 0 : 1;
  }

  #option(process) {
    const element = el(
      "div",
      {
        class: "picker-option",
        role: "option",
        id: `process-${process.code}`,
        "aria-selected": String(process === this.#chosen),
        onmousedown: (event) => {
          event.preventDefault();
          this.choose(process.code);
        },
      },
      styled(el("span", { class: "swatch" }), { background: process.colour || NEUTRAL }),
      el("span", { class: "picker-name" }, process.name),
      el("span", { class: "picker-kbli" }, process.kbli || ""),
    );
    this.#options.push({ process, element });
    return element;
  }

  #activate(index) {
    this.#options[this.#active]?.element.classList.remove("is-active");
    this.#active = this.#options.length ? Math.max(-1, Math.min(index, this.#options.length - 1)) : -1;
    const active = this.#options[this.#active]?.element;
    active?.classList.add("is-active");
    active?.scrollIntoView({ block: "nearest" });
    if (active) {
      this.#input.setAttribute("aria-activedescendant", active.id);
    } else {
      this.#input.removeAttribute("aria-activedescendant");
    }
  }

  #key(event) {
    const open = !this.#list.hidden;
    const actions = {
      ArrowDown: () => (open ? this.#activate(this.#active + 1) : this.#open("")),
      ArrowUp: () => (open ? this.#activate(Math.max(0, this.#active - 1)) : this.#open("")),
      Enter: () => open && this.#active >= 0 && this.choose(this.#options[this.#active].process.code),
      Escape: () => open && this.#close(),
    };
    const action = actions[event.key];
    if (!action) {
      return;
    }
    if (event.key !== "Enter" || open) {
      event.preventDefault();
    }
    action();
  }

  #close() {
    this.#list.hidden = true;
    this.#active = -1;
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
    this.#input.value = this.#chosen?.name ?? "";
  }
}

function matchesQuery({ name, kbli, code, feedName }, query) {
  const words = query.trim().toLowerCase().split(/\s+/);
  const haystack = `${name} ${kbli} ${code.replaceAll("_", " ")} ${feedName}`.toLowerCase();
  return words.every((word) => haystack.includes(word));
}

/** Return the name of a value chain. */
export function chainName(chain) {
  return hasText(`chain_${chain}`) ? text(`chain_${chain}`) : chain.replaceAll("_", " ");
}
