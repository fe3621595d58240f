import { config, text } from "../config.js";
import { el, icon, showMessage } from "../dom.js";
import { number, percent } from "../format.js";
import { sendFiles } from "./api.js";
import { attempt } from "./message.js";
import { markReady } from "./ready.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("upload-form"));
const input = /** @type {HTMLInputElement} */ (document.getElementById("files"));
const zone = document.getElementById("drop-zone");
const list = document.getElementById("chosen-files");
const error = document.getElementById("page-error");
const submit = document.getElementById("upload-submit");
const progress = document.getElementById("upload-progress");
const bar = /** @type {HTMLProgressElement} */ (document.getElementById("upload-bar"));
const said = document.getElementById("upload-said");
const cancel = document.getElementById("upload-cancel");
const KILO = 1000;
let files = [];

function sizeText(bytes) {
  if (bytes < KILO) {
    return `${number(bytes)} ${text("bytes")}`;
  }
  const isLarge = bytes >= KILO * KILO;
  return `${number(bytes / (isLarge ? KILO * KILO : KILO), 1)} ${text(isLarge ? "megabytes" : "kilobytes")}`;
}

function choose(chosen) {
  files = [...chosen];
  showMessage(error, "");
  list.replaceChildren(...files.map(row));
}

function row(file) {
  const remove = el(
    "button",
    {
      type: "button",
      class: "button button-icon",
      "aria-label": text("remove_file", { name: file.name }),
      onclick: () => {
        choose(files.filter((one) => one !== file));
        input.focus();
      },
    },
    icon("x"),
  );
  return el("li", {}, icon("file-spreadsheet"), el("strong", {}, file.name), ` ${sizeText(file.size)} `, remove);
}

/** Return what stands in the way of sending; empty where nothing does. */
function objection(kind) {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (!kind) {
    return text("choose_kind");
  }
  if (files.length === 0) {
    return text("choose_file");
  }
  if (files.length > config.max_files) {
    return text("too_many", { n: files.length, limit: config.max_files });
  }
  return size > config.max_bytes ? text("too_large", { size: sizeText(size), limit: sizeText(config.max_bytes) }) : "";
}

function showSent(share) {
  bar.value = share;
  said.textContent = share < 1 ? text("uploading", { share: percent(share) }) : text("storing");
}

async function send(event) {
  event.preventDefault();
  const kind = String(new FormData(form).get("kind") ?? "");
  const reason = objection(kind);
  if (reason || submit.hasAttribute("aria-disabled")) {
    showMessage(error, reason);
    return;
  }
  const stopping = new AbortController();
  cancel.onclick = () => stopping.abort();
  submit.setAttribute("aria-disabled", "true");
  progress.hidden = false;
  showSent(0);
  const made = await attempt(() => sendFiles({ kind, files, onSent: showSent, signal: stopping.signal }));
  if (made) {
    window.location.assign(`${config.urls.list}/${made.id}`);
    return;
  }
  progress.hidden = true;
  submit.removeAttribute("aria-disabled");
}

input.addEventListener("change", () => choose(input.files));
form.addEventListener("submit", send);
for (const name of ["dragenter", "dragover"]) {
  form.addEventListener(name, (event) => {
    event.preventDefault();
    zone.classList.add("is-over");
  });
}
for (const name of ["dragleave", "drop"]) {
  form.addEventListener(name, (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
  });
}
form.addEventListener("drop", (event) => choose(event.dataTransfer.files));
markReady();
