import { config, text } from "../config.js";
import { setFlag, showMessage } from "../dom.js";
import { changeImport } from "./api.js";
import { conditionsGiven, startConditions } from "./conditions.js";
import { loadMap } from "./map.js";
import { mappingGiven, startMapping } from "./mapping.js";
import { attempt } from "./message.js";
import { placeGiven, startPlace } from "./place.js";
import { markReady } from "./ready.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("columns-form"));
const said = document.getElementById("columns-said");
const save = document.getElementById("save");
const submit = document.getElementById("try");
const sourceError = document.getElementById("source-error");

/** @returns {HTMLInputElement|null} */
function field(name) {
  return /** @type {HTMLInputElement|null} */ (form.elements.namedItem(name));
}

function extrasGiven() {
  /** @type {NodeListOf<HTMLInputElement>} */
  const inputs = document.querySelectorAll("#extras input, #extras select");
  return Object.fromEntries(
    [...inputs]
      .map((input) => [input.name, input.type === "checkbox" ? input.checked : input.value.trim()])
      .filter(([, value]) => value !== ""),
  );
}

function isChecked(name) {
  return field(name)?.checked ?? false;
}

function changes() {
  const day = field("source_date").value;
  return {
    mapping: {
      ...mappingGiven(),
      ...placeGiven(),
      conditions: conditionsGiven(),
      extras: extrasGiven(),
      key: field("key")?.value || null,
      is_repairing: isChecked("is_repairing"),
      is_replacing: isChecked("is_replacing"),
    },
    source: field("source").value.trim(),
    licence: field("licence").value.trim(),
    ...(day ? { source_date: day } : {}),
  };
}

/** Keep what the form says; returns whether the service took it. */
async function keep() {
  said.textContent = text("saving");
  setFlag(submit, "aria-disabled", true);
  const kept = await attempt(() => changeImport(config.import.id, changes()));
  setFlag(submit, "aria-disabled", false);
  said.textContent = kept ? text("saved") : "";
  return kept !== null;
}

function isSourceGiven() {
  const source = field("source");
  const isGiven = source.value.trim() !== "";
  setFlag(source, "aria-invalid", !isGiven);
  sourceError.hidden = isGiven;
  if (!isGiven) {
    source.focus();
  }
  return isGiven;
}

async function tryOut(event) {
  event.preventDefault();
  if (submit.hasAttribute("aria-disabled")) {
    return;
  }
  /** @type {HTMLSelectElement|null} */
  const missing = document.querySelector("tr.is-missing select");
  if (missing) {
    /** @type {NodeListOf<HTMLTableRowElement>} */
    const rows = document.querySelectorAll("tr.is-missing");
    const names = [...rows].map(({ dataset }) => config.field_titles[dataset.field]);
    showMessage(document.getElementById("page-error"), text("missing_fields", { names: names.join(", ") }));
    missing.focus();
    return;
  }
  if (isSourceGiven() && (await keep())) {
    window.location.assign(`${config.pages.check}#run`);
  }
}

startMapping();
startConditions();
startPlace();
form.addEventListener("submit", tryOut);
save?.addEventListener("click", async () => {
  if (await keep()) {
    loadMap();
  }
});
loadMap();
markReady();
