import { text } from "../config.js";
import { el, icon } from "../dom.js";
import { shareAfterKey, shareAt } from "./divider-share.js";

/**
 * Make the divider of two maps: dragged, moved by keys, told to screen readers.
 *
 * @param {(share: number) => void} onMove
 * @returns {{element: HTMLElement, set: (share: number) => void}}
 */
export function makeDivider(onMove) {
  let share = 0;
  const element = el(
    "div",
    {
      class: "map-divider",
      role: "slider",
      tabindex: "0",
      "aria-label": text("divider"),
      "aria-orientation": "horizontal",
      "aria-valuemin": "0",
      "aria-valuemax": "100",
    },
    el("span", { class: "map-divider-grip" }, icon("move-horizontal")),
  );
  const set = (wanted) => {
    share = wanted;
    element.style.setProperty("left", `${share}%`);
    element.setAttribute("aria-valuenow", String(share));
    element.setAttribute("aria-valuetext", text("divider_value", { share }));
    onMove(share);
  };
  element.addEventListener("keydown", (event) => {
    const wanted = shareAfterKey(share, event.key);
    if (wanted !== null) {
      event.preventDefault();
      set(wanted);
    }
  });
  element.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    element.focus();
  });
  element.addEventListener("pointermove", (event) => {
    if (element.hasPointerCapture(event.pointerId)) {
      const frame = element.parentElement.getBoundingClientRect();
      set(shareAt(event.clientX - frame.left, frame.width));
    }
  });
  return { element, set };
}
