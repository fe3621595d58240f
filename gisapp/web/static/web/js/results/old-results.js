import { text } from "../config.js";
import { el } from "../dom.js";

/**
 * Show the results of the calculation before, to be read but no longer worked with.
 *
 * @param {HTMLElement} list
 */
export function oldResults(list) {
  // The heading of the calculation under way is the one that focus goes to.
  for (const element of list.querySelectorAll("[id]")) {
    element.removeAttribute("id");
  }
  list.setAttribute("inert", "");
  return el("div", { class: "old-results" }, el("p", { class: "list-heading" }, text("old_results")), list);
}
