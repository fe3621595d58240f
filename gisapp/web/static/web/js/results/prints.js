import { config, text } from "../config.js";
import { el, icon } from "../dom.js";
import { openPrintDialog } from "../map/print-dialog.js";

const FORMS = ["pdf", "xlsx", "html"];

/** What can be taken away of a run: its report, its map sheet, its files. */
export function printActions(run) {
  return el(
    "div",
    { class: "print-actions" },
    el("a", { class: "button", id: "print-report", href: address(run, "pdf") }, icon("printer"), text("print_report")),
    el(
      "button",
      { type: "button", class: "button", id: "print-sheet", onclick: () => openPrintDialog({ run: run.id }) },
      icon("map"),
      text("print_sheet"),
    ),
    el(
      "details",
      { class: "print-downloads" },
      el("summary", { class: "button" }, icon("download"), text("download")),
      el("ul", {}, ...FORMS.map((form) => el("li", {}, el("a", { href: address(run, form) }, text(`report_${form}`))))),
    ),
  );
}

function address(run, form) {
  return `${config.urls.runs}/${run.id}/report?f=${form}&language=${config.language}`;
}
