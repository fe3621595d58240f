import { config, text } from "../config.js";
import { percent } from "../format.js";
import { doStep, fetchImport } from "./api.js";
import { attempt } from "./message.js";
import { isUnderWay } from "./states.js";

const SAID_EACH = 0.1;
const panel = document.getElementById("progress");
const title = document.getElementById("progress-title");
const bar = /** @type {HTMLProgressElement} */ (document.getElementById("progress-bar"));
const share = document.getElementById("progress-share");
const stage = document.getElementById("progress-stage");
const said = document.getElementById("progress-said");
const cancel = document.getElementById("progress-cancel");
const TITLES = { check: "check", commit: "commit", undo: "undo_runs" };
let lastSaid = 0;

/** Show that something is done whose progress nobody tells. */
export function showBusy(words) {
  panel.hidden = false;
  title.textContent = words;
  bar.removeAttribute("value");
  share.textContent = "";
  stage.textContent = "";
  cancel.hidden = true;
}

export function hideProgress() {
  panel.hidden = true;
}

/** Do a step and follow it to its end; returns the import as it then stands, null where it was refused. */
export async function run(id, step) {
  showBusy(text(TITLES[step]));
  title.focus();
  const begun = await attempt(() => doStep(id, step));
  const ended = begun && (await follow(begun));
  if (!ended) {
    hideProgress();
  }
  return ended;
}

/** Show how far an import is until it is neither waiting nor under way; null where the service fell silent. */
export async function follow(begun) {
  let latest = begun;
  while (latest && isUnderWay(latest)) {
    show(latest);
    await new Promise((resolve) => setTimeout(resolve, config.poll_ms));
    latest = await attempt(() => fetchImport(begun.id));
  }
  return latest;
}

function show(job) {
  panel.hidden = false;
  title.textContent = text(job.state === "queued" ? "queued" : TITLES[job.step]);
  if (job.state === "queued") {
    bar.removeAttribute("value");
  } else {
    bar.value = job.progress;
    share.textContent = percent(job.progress);
  }
  stage.textContent = job.stage;
  cancel.hidden = false;
  cancel.onclick = () => {
    stage.textContent = text("cancelling");
    attempt(() => doStep(job.id, "cancel"));
  };
  // Each tenth is enough to hear.
  if (Math.abs(job.progress - lastSaid) >= SAID_EACH) {
    lastSaid = job.progress;
    said.textContent = text("share_done", { share: percent(job.progress) });
  }
}
