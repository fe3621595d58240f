import { config } from "../config.js";
import { el } from "../dom.js";
import { makeDivider } from "./divider.js";
import { START } from "./divider-share.js";
import { MARGIN, makeSideMap } from "./side-map.js";

const frame = document.getElementById("compare-map");

/** Show one scenario, or two: B over A up to a divider, or beside it. */
export async function startMap() {
  const canvases = config.sides.map(({ letter }) =>
    el("div", { class: `side-canvas side-canvas-${letter} folium-map`, role: "group" }),
  );
  frame.append(...canvases);
  const maps = await Promise.all(config.sides.map((side, index) => makeSideMap(canvases[index], side)));
  if (maps.length === 2) {
    moveTogether(maps);
    startModes(maps, canvases[1]);
  }
}

function moveTogether(maps) {
  let isFollowing = false;
  maps.forEach((map, index) => {
    const other = maps[1 - index];
    map.on("move", () => {
      if (!isFollowing) {
        isFollowing = true;
        other.setView(map.getCenter(), map.getZoom(), { animate: false });
        isFollowing = false;
      }
    });
  });
}

/** Let the reader choose: divided, beside each other, or one scenario alone, which needs no dragging. */
function startModes(maps, top) {
  const divider = makeDivider((share) => {
    top.style.setProperty("clip-path", `inset(0 0 0 ${share}%)`);
  });
  const alone = config.sides.map(({ letter, name }) =>
    el("button", { type: "button", class: `side-name side-name-${letter}`, "aria-pressed": "false" }, name),
  );
  /** @type {NodeListOf<HTMLButtonElement>} */
  const modes = frame.parentElement.querySelectorAll("[data-mode]");
  const show = (mode) => {
    keepView(maps, () => {
      frame.dataset.mode = mode;
    });
    for (const button of modes) {
      button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
    }
    mark(null);
    divider.set(START);
  };
  const mark = (chosen) => {
    frame.dataset.alone = config.sides[alone.indexOf(chosen)]?.letter ?? "";
    for (const button of alone) {
      button.setAttribute("aria-pressed", String(button === chosen));
    }
  };
  alone.forEach((button, index) => {
    button.addEventListener("click", () => {
      const isShown = button.getAttribute("aria-pressed") === "true";
      show("swipe");
      if (!isShown) {
        divider.set(index === 0 ? 100 : 0);
        mark(button);
      }
    });
  });
  for (const button of modes) {
    button.addEventListener("click", () => show(button.dataset.mode));
  }
  frame.append(...alone, divider.element);
  show("swipe");
  followPrinting(maps, show);
}

/** After a change of the maps' size, show the whole province again where it was in view, and else the same middle. */
function keepView(maps, change) {
  const [first] = maps;
  const middle = first.getCenter();
  const showsAll = config.bounds !== null && first.getBounds().contains(config.bounds);
  change();
  for (const map of maps) {
    map.invalidateSize({ animate: false });
  }
  if (showsAll) {
    first.fitBounds(config.bounds, MARGIN);
  } else {
    first.setView(middle, first.getZoom(), { animate: false });
  }
}

/** On paper nothing can be swiped: both scenarios stand beside each other, as large as the sheet lets them. */
function followPrinting(maps, show) {
  let before = "swipe";
  window.matchMedia("print").addEventListener("change", ({ matches }) => {
    if (matches) {
      before = frame.dataset.mode;
    }
    show(matches ? "beside" : before);
    if (matches && config.bounds) {
      maps[0].fitBounds(config.bounds, MARGIN);
    }
  });
}
