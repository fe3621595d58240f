import { config, text } from "../config.js";
import { copyText } from "../copy-text.js";
import { showMessage } from "../dom.js";
import { confirmed } from "../imports/confirm.js";
import { ApiError } from "../run/api.js";
import { changeScenario, deleteScenario, saveScenario, scenarioGiven } from "../run/scenarios.js";

const NOWHERE = "00000000-0000-0000-0000-000000000000";
const status = document.getElementById("page-status");
const pageError = document.getElementById("page-error");
const ACTIONS = { copy, delete: remove };

/** @type {NodeListOf<HTMLButtonElement>} */
const buttons = document.querySelectorAll("button[data-action]");
for (const button of buttons) {
  button.addEventListener("click", () => {
    /** @type {HTMLElement} */
    const { dataset } = button.closest("[data-scenario]");
    attempt(button, () => ACTIONS[button.dataset.action](dataset));
  });
}

const form = /** @type {HTMLFormElement} */ (document.getElementById("scenario-form"));
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const given = scenarioGiven(form);
  attempt(form.querySelector("button"), async () => {
    await changeScenario(form.dataset.scenario, given);
    window.location.reload();
  });
});

for (const button of document.querySelectorAll("[data-copy-link]")) {
  button.addEventListener("click", async () => {
    const field = button.parentElement.querySelector("input");
    const isCopied = await copyText(field.value);
    status.textContent = text(isCopied ? "link_copied" : "link_by_hand");
    if (!isCopied) {
      field.select();
    }
  });
}

if (config.sides.length) {
  const { startMap } = await import("./compare-map.js");
  try {
    await startMap();
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof TypeError)) {
      throw error;
    }
    showMessage(pageError, text("map_failed"));
  }
}

async function copy({ scenario }) {
  const made = await saveScenario({ copy_of: scenario });
  window.location.assign(config.urls.page.replace(NOWHERE, made.id));
}

async function remove({ scenario, name }) {
  if (await confirmed(text("delete_ask", { name }), text("delete"))) {
    await deleteScenario(scenario);
    window.location.assign(config.urls.list);
  }
}

/** Do what a button is for, once at a time; what the service refuses is told. */
async function attempt(button, work) {
  if (button.hasAttribute("aria-disabled")) {
    return;
  }
  button.setAttribute("aria-disabled", "true");
  showMessage(pageError, "");
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    showMessage(pageError, error.message);
    pageError.scrollIntoView({ block: "nearest" });
  } finally {
    button.removeAttribute("aria-disabled");
  }
}
