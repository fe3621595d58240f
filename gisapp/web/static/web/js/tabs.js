import { setFlag } from "./dom.js";
import { emit, on } from "./events.js";

const SHEET_HEIGHTS = ["low", "mid", "high"];

/** Show one panel at a time where there is no room for both, and let the sheet of small screens grow. */
export function startTabs() {
  /** @type {HTMLElement} */
  const page = document.querySelector(".plan-page");
  /** @type {NodeListOf<HTMLElement>} */
  const buttons = document.querySelectorAll(".tab");
  const show = (tab) => {
    page.dataset.tab = tab;
    page.dataset.sheet = tab === "map" ? "low" : "mid";
    for (const button of buttons) {
      setFlag(button, "aria-current", button.dataset.tab === tab);
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => emit("tab", button.dataset.tab));
  }
  on("tab", show);
  for (const handle of document.querySelectorAll(".sheet-handle")) {
    handle.addEventListener("click", () => {
      const next = (SHEET_HEIGHTS.indexOf(page.dataset.sheet) + 1) % SHEET_HEIGHTS.length;
      page.dataset.sheet = SHEET_HEIGHTS[next];
    });
  }
}
