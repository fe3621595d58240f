import { text } from "../config.js";
import { el } from "../dom.js";
import { citation } from "../format.js";

/** List assumptions and gaps in the data, each with its source and year where it has one. */
export function noteList(notes) {
  if (!notes?.length) {
    return null;
  }
  return el(
    "details",
    { class: "notes" },
    el("summary", {}, `${text("notes")} (${notes.length})`),
    el(
      "ul",
      {},
      ...notes.map((note) =>
        el(
          "li",
          {},
          note.text,
          note.source ? el("span", { class: "source" }, `${text("source")}: ${citation(note)}`) : null,
        ),
      ),
    ),
  );
}
