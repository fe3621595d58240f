import { el, setFlag } from "../dom.js";
import { emit } from "../events.js";
import { addKey } from "../keys.js";
import { placeQuery, positionWords } from "./place.js";

const WAIT_MS = 200;
const LEAST_CHARS = 2;

/** Make the search of the bar a combobox (WAI-ARIA APG) over places; without it the form leads to the map. */
export function startSearch() {
  const form = document.getElementById("search");
  if (form) {
    new SearchBox(form);
  }
}

class SearchBox {
  #form;
  #input;
  #list;
  #words;
  #places = [];
  #active = -1;
  #timer = 0;
  #pending = null;

  constructor(form) {
    this.#form = form;
    this.#words = form.dataset;
    this.#input = form.querySelector("input");
    this.#list = document.getElementById("search-list");
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("blur", () => this.#close());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    const toggle = document.getElementById("search-toggle");
    toggle.addEventListener("click", () => this.#reveal(!form.classList.contains("is-open")));
    addKey("/", this.#words.label, () => this.#reveal(true));
    const asked = new URLSearchParams(window.location.search).get("q");
    if (asked) {
      this.#reveal(true);
      this.#input.value = asked;
      this.#find();
    }
  }

  /** On small screens the field stands below the bar, and only while it is wanted. */
  #reveal(isOpen) {
    this.#form.classList.toggle("is-open", isOpen);
    document.getElementById("search-toggle").setAttribute("aria-expanded", String(isOpen));
    if (isOpen) {
      this.#input.focus();
      this.#input.select();
    }
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#pending?.abort();
    if (this.#input.value.trim().length < LEAST_CHARS) {
      this.#close();
      return;
    }
    this.#timer = setTimeout(() => this.#find(), WAIT_MS);
  }

  async #find() {
    this.#pending?.abort();
    this.#pending = new AbortController();
    const query = this.#input.value.trim();
    if (query.length < LEAST_CHARS) {
      return;
    }
    try {
      const answer = await fetch(`${this.#words.address}?${new URLSearchParams({ q: query })}`, {
        signal: this.#pending.signal,
        headers: { "Accept-Language": document.documentElement.lang },
      });
      const body = await answer.json();
      this.#show(body.places ?? [], answer.ok ? this.#words.none.replace("{query}", query) : body.detail);
    } catch (error) {
      if (error.name !== "AbortError") {
        this.#show([], this.#words.failed);
      }
    }
  }

  #show(places, whenNone) {
    this.#places = places;
    this.#list.replaceChildren(
      ...places.map((place, number) => this.#option(place, number)),
      ...(places.length ? [] : [el("p", { class: "picker-none" }, whenNone)]),
    );
    this.#list.hidden = false;
    this.#input.setAttribute("aria-expanded", "true");
    document.getElementById("search-status").textContent = places.length
      ? this.#words.count.replace("{n}", String(places.length))
      : whenNone;
    this.#activate(places.length ? 0 : -1);
  }

  #option(place, number) {
    return el(
      "div",
      {
        class: "picker-option",
        role: "option",
        id: `found-${number}`,
        "aria-selected": "false",
        // The field keeps the focus, so the list does not close before the click.
        onmousedown: (event) => event.preventDefault(),
        onclick: () => this.#choose(place),
      },
      el("span", {}, place.name ?? positionWords(place, document.documentElement.lang, this.#words)),
      el("span", { class: "search-detail" }, this.#detail(place)),
    );
  }

  #detail({ kind, within, zone }) {
    const words = this.#words[`kind${kind[0].toUpperCase()}${kind.slice(1)}`];
    return [words, within, zone && `UTM ${zone}`].filter(Boolean).join(" · ");
  }

  #key(event) {
    const isOpen = !this.#list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && isOpen && this.#places.length) {
      event.preventDefault();
      this.#activate((this.#active + step + this.#places.length) % this.#places.length);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.#close();
      this.#reveal(false);
    }
  }

  #activate(number) {
    this.#active = number;
    for (const [place, option] of [...this.#list.children].entries()) {
      option.classList.toggle("is-active", place === number);
      if (option.role === "option") {
        option.setAttribute("aria-selected", String(place === number));
      }
    }
    const active = document.getElementById(`found-${number}`);
    active?.scrollIntoView({ block: "nearest" });
    setFlag(this.#input, "aria-activedescendant", false);
    if (active) {
      this.#input.setAttribute("aria-activedescendant", active.id);
    }
  }

  async #submit() {
    clearTimeout(this.#timer);
    if (this.#list.hidden) {
      await this.#find();
    }
    const chosen = this.#places[this.#active];
    if (chosen) {
      this.#choose(chosen);
    }
  }

  #choose(place) {
    this.#close();
    this.#reveal(false);
    if (document.getElementById("map")) {
      this.#input.blur();
      emit("found", place);
    } else {
      window.location.assign(`${this.#form.action}?${placeQuery(place)}`);
    }
  }

  #close() {
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }
}
