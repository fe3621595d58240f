const list = document.getElementById("condition-list");
const template = /** @type {HTMLTemplateElement} */ (document.getElementById("condition-template"));
const add = document.getElementById("condition-add");

/** Return, by column, the values of which a row must have one. */
export function conditionsGiven() {
  const rows = [...document.querySelectorAll(".condition")].map((row) => [
    row.querySelector("select").value,
    row
      .querySelector("input")
      .value.split(",")
      .map((value) => value.trim())
      .filter(Boolean),
  ]);
  return Object.fromEntries(rows.filter(([, values]) => values.length > 0));
}

/** @param {DOMStringMap} [stored] what a remembered condition asks for */
function make({ column, values } = {}) {
  const row = /** @type {HTMLLIElement} */ (template.content.firstElementChild.cloneNode(true));
  if (column) {
    row.querySelector("select").value = column;
    row.querySelector("input").value = values;
  }
  row.querySelector("button").addEventListener("click", () => {
    row.remove();
    add.focus();
  });
  return row;
}

export function startConditions() {
  if (!template) {
    return;
  }
  for (const stored of list.querySelectorAll("li")) {
    stored.replaceWith(make(stored.dataset));
  }
  add.addEventListener("click", () => {
    const row = make();
    list.append(row);
    row.querySelector("select").focus();
  });
}
