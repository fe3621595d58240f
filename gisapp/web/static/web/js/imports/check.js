import { config, text } from "../config.js";
import { on } from "../events.js";
import { changeImport, doStep } from "./api.js";
import { showFindings } from "./findings.js";
import { loadMap } from "./map.js";
import { attempt } from "./message.js";
import { follow, hideProgress, run, showBusy } from "./progress.js";
import { markReady } from "./ready.js";
import { isUnderWay } from "./states.js";

const { id } = config.import;
const commit = document.getElementById("commit");

async function check() {
  if (await run(id, "check")) {
    window.location.reload();
  }
}

/** Begin to save; a step that takes longer is followed on the page of the last step. */
async function save() {
  if (commit.hasAttribute("aria-disabled")) {
    return;
  }
  commit.setAttribute("aria-disabled", "true");
  showBusy(text("commit"));
  if (await attempt(() => doStep(id, "commit"))) {
    window.location.assign(config.pages.done);
    return;
  }
  hideProgress();
  commit.removeAttribute("aria-disabled");
}

/** How the file is read was changed, so the report is made anew. */
async function remap(mapping) {
  if (await attempt(() => changeImport(id, { mapping }))) {
    check();
  }
}

async function start() {
  const isAsked = window.location.hash === "#run";
  window.history.replaceState(null, "", window.location.pathname);
  if (isUnderWay(config.import)) {
    await followTo();
  } else if (isAsked && config.import.actions.includes("check")) {
    check();
  }
}

async function followTo() {
  if (config.import.step !== "check") {
    window.location.replace(config.pages.done);
  } else if (await follow(config.import)) {
    window.location.reload();
  }
}

document.getElementById("check-again")?.addEventListener("click", check);
document.getElementById("takes")?.addEventListener("change", ({ target }) => {
  remap({ takes: /** @type {HTMLSelectElement} */ (target).value });
});
on("remap", remap);
commit?.addEventListener("click", save);
markReady();
start();
if (config.import.report) {
  showFindings();
}
loadMap();
