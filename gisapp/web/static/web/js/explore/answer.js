import { text } from "../config.js";
import { el, icon } from "../dom.js";
import { addCloser } from "../keys.js";
import { L, map } from "../map/handles.js";

const SHEET_UP_TO_PX = 767;
const POPUP = { maxWidth: 280, minWidth: 240, maxHeight: 340, className: "here-popup" };
const MARGIN_PX = 16;
const TOOLBAR_PX = 60;

/** An answer about a place: beside it on the map, or on small screens on a sheet below. */
export class Answer {
  #popup = L.popup(POPUP);
  #spot = L.circleMarker([0, 0], { radius: 7, color: "#13232B", weight: 3, fillColor: "#fff", fillOpacity: 1 });
  #sheet = el("section", { class: "here-sheet", "aria-label": text("here"), hidden: true });
  #onClose;

  /** @param {() => void} onClose */
  constructor(onClose) {
    this.#onClose = onClose;
    document.getElementById("map").append(this.#sheet);
    map.on("popupclose", ({ popup }) => popup === this.#popup && onClose());
    addCloser(() => {
      const isOpen = this.#popup.isOpen() || !this.#sheet.hidden;
      this.close();
      return isOpen;
    });
  }

  /**
   * Open at a place; `fill` puts what is to be told there.
   *
   * @param {{lat: number, lng: number}} at
   * @param {HTMLElement} content
   */
  open(at, content) {
    if (window.innerWidth <= SHEET_UP_TO_PX) {
      this.#popup.close();
      this.#spot.setLatLng(at).addTo(map);
      this.#sheet.hidden = false;
      map.panInside(at, { padding: [MARGIN_PX, MARGIN_PX] });
    } else {
      const legend = /** @type {HTMLDetailsElement} */ (document.getElementById("layer-panel"));
      const left = legend.open ? legend.offsetWidth + MARGIN_PX : 0;
      this.#popup.options.autoPanPaddingTopLeft = [left + MARGIN_PX, TOOLBAR_PX];
      this.#popup.options.autoPanPaddingBottomRight = [TOOLBAR_PX, MARGIN_PX];
      this.#popup.setLatLng(at).setContent(content).openOn(map);
    }
    this.fill(content);
  }

  /** @param {HTMLElement} content */
  fill(content) {
    if (this.#sheet.hidden) {
      this.#popup.setContent(content);
      return;
    }
    const label = text("close");
    const close = el(
      "button",
      { type: "button", class: "icon-button", title: label, "aria-label": label, onclick: () => this.close() },
      icon("x"),
    );
    this.#sheet.replaceChildren(close, content);
  }

  close() {
    this.#popup.close();
    if (!this.#sheet.hidden) {
      this.#sheet.hidden = true;
      this.#spot.remove();
      this.#onClose();
    }
  }
}
