import { text } from "../config.js";
import { el } from "../dom.js";

/** List assumptions and gaps in the data; their words hold source and year where there are any. */
export function noteList(notes) {
  if (!notes?.length) {
    return null;
  }
  return el(
    "details",
    { class: "notes" },
    el("summary", {}, `${text("notes")} (${notes.length})`),
    el("ul", {}, ...notes.map((note) => el("li", {}, note.text))),
  );
}
