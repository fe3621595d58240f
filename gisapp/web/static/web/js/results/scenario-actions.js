import { config, text } from "../config.js";
import { copyText } from "../copy-text.js";
import { el, icon, showMessage } from "../dom.js";
import { on } from "../events.js";
import { ApiError } from "../run/api.js";
import { saveScenario, scenarioGiven } from "../run/scenarios.js";

const saving = /** @type {HTMLDialogElement} */ (document.getElementById("save-scenario"));
const sharing = /** @type {HTMLDialogElement} */ (document.getElementById("share-run"));
const form = /** @type {HTMLFormElement|null} */ (document.getElementById("save-scenario-form"));
const done = document.getElementById("save-done");

/** Calculations of this visit, in their order: the last but one is what a new one is compared with. */
const seen = [];

/** Follow the calculations of the page, and make its dialogs work. */
export function startScenarios() {
  on("run", ({ id, status }) => {
    if (status === "suggested" && seen.at(-1) !== id) {
      seen.push(id);
    }
  });
  if (form) {
    prepare(form);
  }
  for (const button of saving.querySelectorAll("[data-close]")) {
    button.addEventListener("click", () => saving.close());
  }
  document.getElementById("share-copy").addEventListener("click", copyAddress);
}

function prepare({ elements }) {
  elements.name.maxLength = config.limits.scenarioName;
  elements.note.maxLength = config.limits.scenarioNote;
  elements.visibility.append(...config.visibilities.map(({ code, label }) => el("option", { value: code }, label)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
}

/** The buttons that keep, compare and share a run. */
export function scenarioActions(run) {
  return el(
    "div",
    { class: "scenario-actions" },
    el(
      "button",
      { type: "button", class: "button", id: "save-run", onclick: () => openSaving(run) },
      icon("bookmark"),
      text("save"),
    ),
    el("a", { class: "button", id: "compare-run", href: compareAddress(run.id) }, icon("columns-2"), text("compare")),
    el("button", { type: "button", class: "button", onclick: openSharing }, icon("share-2"), text("share")),
  );
}

function compareAddress(id) {
  const before = seen.findLast((other) => other !== id);
  return `${config.urls.compare}?${new URLSearchParams(before ? { a: before, b: id } : { a: id })}`;
}

function openSaving(run) {
  if (form) {
    form.hidden = false;
    done.hidden = true;
    form.dataset.run = run.id;
    const name = /** @type {HTMLInputElement} */ (form.elements.namedItem("name"));
    name.value = `${run.process.name}, ${run.summary.plants_suggested}`;
    showMessage(document.getElementById("save-error"), "");
    saving.showModal();
    name.select();
    return;
  }
  const next = window.location.pathname + window.location.search;
  const signIn = /** @type {HTMLAnchorElement} */ (document.getElementById("save-sign-in"));
  signIn.search = new URLSearchParams({ next }).toString();
  saving.showModal();
}

async function save() {
  const button = form.querySelector("[type=submit]");
  if (button.hasAttribute("aria-disabled")) {
    return;
  }
  button.setAttribute("aria-disabled", "true");
  const given = scenarioGiven(form);
  try {
    showSaved(await saveScenario({ run: form.dataset.run, ...given }));
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    showMessage(document.getElementById("save-error"), error.message);
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

function showSaved({ id, name }) {
  const address = /** @type {HTMLAnchorElement} */ (document.getElementById("save-address"));
  address.href = config.urls.scenario.replace("ID", id);
  address.textContent = name;
  const compare = /** @type {HTMLAnchorElement} */ (document.getElementById("save-compare"));
  compare.href = `${config.urls.compare}?${new URLSearchParams({ a: id })}`;
  form.hidden = true;
  done.hidden = false;
  done.querySelector("h2").focus();
}

function openSharing() {
  const field = /** @type {HTMLInputElement} */ (document.getElementById("share-address"));
  field.value = window.location.href;
  document.getElementById("share-status").textContent = "";
  sharing.showModal();
  field.select();
}

async function copyAddress() {
  const field = /** @type {HTMLInputElement} */ (document.getElementById("share-address"));
  const isCopied = await copyText(field.value);
  document.getElementById("share-status").textContent = text(isCopied ? "link_copied" : "link_by_hand");
  if (!isCopied) {
    field.select();
  }
}
