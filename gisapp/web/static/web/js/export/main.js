import { config, text } from "../config.js";
import { showMessage } from "../dom.js";
import { limitFormats } from "./formats.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("export-form"));
const submit = document.getElementById("export-submit");
const error = document.getElementById("export-error");
const panel = document.getElementById("export-job");
const title = document.getElementById("export-job-title");
const bar = /** @type {HTMLProgressElement} */ (document.getElementById("export-progress"));
const stage = document.getElementById("export-stage");
const result = /** @type {HTMLAnchorElement} */ (document.getElementById("export-result"));
const resultName = document.getElementById("export-result-name");
const cancel = document.getElementById("export-cancel");

const DONE = new Set(["ready", "failed", "cancelled"]);
/** The address of the job that is shown; empty for none. */
let current = "";

/** Return the address of the file that the form asks for; empty where no layer is chosen. */
function addressOf(data) {
  const layers = data.getAll("layers");
  if (layers.length === 0) {
    return "";
  }
  const query = new URLSearchParams({ language: config.language });
  for (const name of ["f", "district", "commodity", "bbox", "crs"]) {
    if (data.get(name)) {
      query.set(name, data.get(name).replaceAll(" ", ""));
    }
  }
  for (const line of data.get("where").split("\n")) {
    if (line.trim()) {
      query.append("where", line.trim());
    }
  }
  return `${config.exports}/${layers.map(encodeURIComponent).join(",")}?${query}`;
}

async function ask(address, options = {}) {
  try {
    return await fetch(address, { ...options, headers: { "Accept-Language": config.language } });
  } catch {
    throw new Error(text("unreachable"));
  }
}

async function refusal(answer) {
  const body = await answer.json().catch(() => null);
  return new Error(body?.detail ?? `${text("failed")} ${answer.status}`);
}

async function start(event) {
  event.preventDefault();
  const address = addressOf(new FormData(form));
  showMessage(error, address ? "" : text("choose"));
  if (!address || submit.getAttribute("aria-disabled") === "true") {
    return;
  }
  submit.setAttribute("aria-disabled", "true");
  show({ state: "running", progress: null, stage: "" });
  try {
    const answer = await ask(address);
    if (answer.status === 202) {
      await follow(answer.headers.get("Location"), await answer.json());
    } else if (answer.ok) {
      await save(answer);
    } else {
      throw await refusal(answer);
    }
  } catch (reason) {
    panel.hidden = true;
    showMessage(error, reason.message);
  } finally {
    submit.removeAttribute("aria-disabled");
  }
}

/** Hand a file that has come to the browser, as if it had been asked for by a link. */
async function save(answer) {
  const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "hilir";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), config.poll_ms * 10);
  show({ state: "downloaded", progress: 1, stage: name });
}

async function follow(address, job) {
  current = address;
  let latest = job;
  show(latest);
  while (current === address && !DONE.has(latest.state)) {
    await new Promise((resolve) => setTimeout(resolve, config.poll_ms));
    const answer = await ask(address);
    if (!answer.ok) {
      throw await refusal(answer);
    }
    latest = await answer.json();
    show(latest);
  }
  if (latest.state === "failed") {
    throw new Error(`${text("failed")} ${latest.message}`);
  }
}

const TITLES = {
  queued: "waiting",
  running: "making",
  ready: "ready",
  cancelled: "cancelled",
  failed: "failed",
  downloaded: "downloaded",
};

function show(job) {
  panel.hidden = false;
  const words = text(TITLES[job.state]);
  if (title.textContent !== words) {
    title.textContent = words;
  }
  if (job.progress === null) {
    bar.removeAttribute("value");
  } else {
    bar.value = job.progress;
  }
  stage.textContent = job.stage;
  result.hidden = job.state !== "ready";
  cancel.hidden = !["queued", "running"].includes(job.state) || job.progress === null;
  if (job.state === "ready") {
    result.href = job.result;
    resultName.textContent = `${job.file_name} (${megabytes(job.size_bytes)} MB)`;
    result.focus();
  }
}

function megabytes(bytes) {
  return new Intl.NumberFormat(config.language, { maximumSignificantDigits: 3 }).format(bytes / 1e6);
}

form.addEventListener("submit", start);
form.addEventListener("change", () => limitFormats(form));
cancel.addEventListener("click", () => ask(current, { method: "DELETE" }));
limitFormats(form);
