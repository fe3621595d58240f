import { config, text } from "../config.js";
import { icon } from "../dom.js";
import { number } from "../format.js";

const CONSTANT = "=";
const rows = [...document.querySelectorAll("tr[data-field]")];
const said = document.getElementById("mapping-said");
const fields = new Map((config.fields ?? []).map((field) => [field.name, field]));

/** What a row says: a column of the file, one value for all rows, or nothing. */
function choiceOf(row) {
  const select = row.querySelector("select[name=column]");
  const constant = constantOf(row);
  const isConstant = select.value === CONSTANT;
  return {
    field: row.dataset.field,
    column: select.value.startsWith(":") ? select.value.slice(1) : "",
    value: isConstant ? constant.value.trim() : "",
    unit: row.querySelector("select[name=unit]"),
    isConstant,
  };
}

/** Return columns, constants and units as the mapping takes them. */
export function mappingGiven() {
  const columns = {};
  const constants = {};
  const units = {};
  for (const { field, column, value, unit } of rows.map(choiceOf)) {
    if (column) {
      columns[field] = column;
      if (unit && unit.selectedIndex > 0) {
        units[field] = unit.value;
      }
    } else if (value) {
      constants[field] = value;
    }
  }
  return { columns, constants, units };
}

/** Return icon and words for a row, and whether something is to be done about it. */
function remarkOn(row, choice, others) {
  if (choice.column) {
    const other = others.find(({ field, column }) => column === choice.column && field !== choice.field);
    if (other) {
      return { sign: "triangle-alert", words: text("twice", { name: config.field_titles[other.field] }) };
    }
    const empty = fields.get(choice.column)?.empty_count ?? 0;
    if (empty > 0) {
      return { sign: "triangle-alert", words: text("empty_cells", { n: number(empty) }) };
    }
    return { sign: "circle-check", words: text(row.dataset.guess === choice.column ? "recognised" : "chosen") };
  }
  if (choice.value) {
    return { sign: "circle-check", words: text("one_value") };
  }
  return isRequired(row)
    ? { sign: "circle-alert", words: text("is_missing") }
    : { sign: "circle-dashed", words: text("left_empty") };
}

/** @returns {HTMLInputElement} */
function constantOf(row) {
  return row.querySelector("input[name=constant]");
}

function isRequired(row) {
  return "required" in row.dataset;
}

function show() {
  const choices = rows.map(choiceOf);
  for (const [at, row] of rows.entries()) {
    const choice = choices[at];
    const { sign, words } = remarkOn(row, choice, choices);
    /** @type {HTMLElement} */
    const remark = row.querySelector(".mapping-remark");
    remark.replaceChildren(icon(sign), words);
    remark.dataset.sign = sign;
    row.querySelector(".mapping-samples").textContent = (fields.get(choice.column)?.samples ?? []).join(" · ");
    constantOf(row).hidden = !choice.isConstant;
    if (choice.unit) {
      choice.unit.hidden = !choice.column;
    }
    row.classList.toggle("is-missing", isRequired(row) && !choice.column && !choice.value);
  }
  const given = choices.filter(({ column, value }) => column || value).length;
  said.textContent = text("given_of", { n: given, all: rows.length });
}

export function startMapping() {
  for (const row of rows) {
    row.addEventListener("input", show);
    row.querySelector("select[name=column]").addEventListener("change", ({ target }) => {
      if (/** @type {HTMLSelectElement} */ (target).value === CONSTANT) {
        constantOf(row).focus();
      }
    });
  }
  if (rows.length > 0) {
    show();
  }
}
