import { config, text } from "../config.js";
import { setFlag, showMessage } from "../dom.js";
import { changeImport } from "./api.js";
import { conditionsGiven, startConditions } from "./conditions.js";
import { loadMap } from "./map.js";
import { mappingGiven, startMapping } from "./mapping.js";
import { attempt } from "./message.js";
import { placeGiven, startPlace } from "./place.js";
import { markReady } from "./ready.js";

const form = document.getElementById("columns-form");
const said = document.getElementById("columns-said");
const save = document.getElementById("save");
const submit = document.getElementById("try");
const sourceError = document.getElementById("source-error");

function extrasGiven() {
  const inputs = [...document.querySelectorAll("#extras input, #extras select")];
  return Object.fromEntries(
    inputs
      .map((input) => [input.name, input.type === "checkbox" ? input.checked : input.value.trim()])
      .filter(([, value]) => value !== ""),
  );
}

function isChecked(name) {
  return form.elements[name]?.checked ?? false;
}

function changes() {
  const day = form.elements.source_date.value;
  return {
    mapping: {
      ...mappingGiven(),
      ...placeGiven(),
      conditions: conditionsGiven(),
      extras: extrasGiven(),
      key: form.elements.key?.value || null,
      is_repairing: isChecked("is_repairing"),
      is_replacing: isChecked("is_replacing"),
    },
    source: form.elements.source.value.trim(),
    licence: form.elements.licence.value.trim(),
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
  const { source } = form.elements;
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
  const missing = document.querySelector("tr.is-missing select");
  if (missing) {
    const names = [...document.querySelectorAll("tr.is-missing")].map(
      ({ dataset }) => config.field_titles[dataset.field],
    );
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
