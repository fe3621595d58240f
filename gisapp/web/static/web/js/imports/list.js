import { config, text } from "../config.js";
import { deleteImport, doStep, fetchImport } from "./api.js";
import { confirmed } from "./confirm.js";
import { attempt } from "./message.js";
import { markReady } from "./ready.js";
import { isUnderWay } from "./states.js";

const table = document.getElementById("imports");
const status = document.getElementById("page-status");
const WORK = {
  delete: async (id) => {
    await deleteImport(id);
    return true;
  },
  undo: async (id) => {
    let latest = await doStep(id, "undo");
    status.textContent = text("undo_runs");
    while (isUnderWay(latest)) {
      await new Promise((resolve) => setTimeout(resolve, config.poll_ms));
      latest = await fetchImport(id);
    }
    return true;
  },
};

async function act(button) {
  const { dataset } = button.closest("tr");
  const { action } = button.dataset;
  if (!(await confirmed(text(`${action}_ask`, { name: dataset.name }), text(action)))) {
    return;
  }
  button.setAttribute("aria-disabled", "true");
  if (await attempt(() => WORK[action](dataset.import))) {
    window.location.reload();
  }
  button.removeAttribute("aria-disabled");
}

table?.addEventListener("click", ({ target }) => {
  const button = /** @type {Element} */ (target).closest("button[data-action]");
  if (button && !button.hasAttribute("aria-disabled")) {
    act(button);
  }
});
markReady();
