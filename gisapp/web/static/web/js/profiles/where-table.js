import { el, icon, setFlag, svg } from "../dom.js";
import { barScale, sorted } from "./figures.js";
import { config, figureText, text } from "./where-config.js";

const body = document.getElementById("where-rows");
/** @type {NodeListOf<HTMLTableCellElement>} */
const heads = document.querySelectorAll(".where-table [data-sort]");

/** The table of the districts; it tells what the reader points at, chooses or sorts by. */
export class WhereTable {
  #rows = new Map();
  #listener;

  /** @param {{hover: (code: string|null) => void, choose: (code: string) => void, sort: (key: string) => void}} listener */
  constructor(listener) {
    this.#listener = listener;
    for (const head of heads) {
      head.querySelector("button").addEventListener("click", () => listener.sort(head.dataset.sort));
    }
  }

  /** Show the figures of a year in order. */
  show(statistic, rows, { sort, isDescending, district }) {
    const scale = barScale(rows);
    const ordered = sorted(rows, { key: sort, isDescending, language: config.language });
    this.#rows = new Map(ordered.map((row) => [row.code, this.#row(statistic, row, scale)]));
    body.replaceChildren(...this.#rows.values());
    for (const head of heads) {
      head.setAttribute("aria-sort", head.dataset.sort === sort ? direction(isDescending) : "none");
    }
    this.select(district);
  }

  /** Light a row while its district is pointed at on the map. */
  hover(code) {
    for (const [known, row] of this.#rows) {
      row.classList.toggle("is-hovered", known === code);
    }
  }

  /** Mark the chosen district. */
  select(code) {
    for (const [known, row] of this.#rows) {
      row.classList.toggle("is-selected", known === code);
      setFlag(row.querySelector(".show-button"), "aria-pressed", known === code);
    }
  }

  /** Bring the row of a district that was chosen on the map into view. */
  reveal(code) {
    this.#rows.get(code)?.scrollIntoView({ block: "nearest" });
  }

  #row(statistic, row, scale) {
    const { hover, choose } = this.#listener;
    const address = config.urls.district.replace("CODE", row.code) + (config.chain ? `?chain=${config.chain}` : "");
    return el(
      "tr",
      {
        class: row.value === null ? "is-missing" : null,
        dataset: { district: row.code },
        onmouseenter: () => hover(row.code),
        onmouseleave: () => hover(null),
        onfocusin: () => hover(row.code),
        onfocusout: () => hover(null),
      },
      el("th", { scope: "row" }, el("a", { href: address }, row.name)),
      el("td", { class: "number" }, row.value === null ? row.reason : barCell(statistic, row.value, scale)),
      el(
        "td",
        {},
        el(
          "button",
          {
            type: "button",
            class: "show-button",
            "aria-label": text("show_on_map", { name: row.name }),
            onclick: () => choose(row.code),
          },
          icon("map-pin"),
        ),
      ),
    );
  }
}

function direction(isDescending) {
  return isDescending ? "descending" : "ascending";
}

function barCell(statistic, value, scale) {
  const label = figureText(statistic, value);
  if (statistic.isOfClasses) {
    return label;
  }
  const { start, width } = scale(value);
  const bar = svg(
    "svg",
    { "aria-hidden": "true", focusable: "false" },
    svg("rect", { class: "bar-ground", width: "100%", height: "100%" }),
    svg("rect", { x: `${start}%`, width: `${width}%`, height: "100%" }),
  );
  return el("span", { class: "bar-cell" }, bar, label);
}
