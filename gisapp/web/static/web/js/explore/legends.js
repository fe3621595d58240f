import { text } from "../config.js";
import { el } from "../dom.js";
import { on } from "../events.js";
import { ApiError } from "../run/api.js";
import { fetchLegend } from "./facts.js";
import { overlayList } from "./overlays.js";
import { sourcesOnce } from "./sources.js";

const MOST_LINES = 12;

/** Keep the legends of layers on top in the legend card, in the order in which they lie. */
export function startLegends() {
  const place = el("div", { class: "overlay-legends", id: "overlay-legends" });
  document.getElementById("layer-panel-body").prepend(place);
  const draw = () => {
    const overlays = overlayList();
    place.replaceChildren(...overlays.map(section));
    place.hidden = overlays.length === 0;
  };
  on("overlays", draw);
  on("overlay-year", draw);
  draw();
}

function section({ name, year, facts }) {
  const lines = el("ul", { class: "legend-lines", "aria-label": text("layer_legend", { name: facts.title }) });
  fillLegend(lines, name);
  const sources = sourcesOnce(facts.sources);
  return el(
    "section",
    { class: "overlay-legend", dataset: { layer: name } },
    el("h3", {}, facts.title, year !== null && el("span", { class: "layer-note" }, ` ${year}`)),
    lines,
    sources.length > 0 &&
      el(
        "details",
        { class: "ramp-source" },
        el("summary", {}, text("source")),
        ...sources.map((source) => el("p", { class: "source" }, source)),
      ),
  );
}

/** Symbols come as SVG; as a picture, nothing in them can act. */
async function fillLegend(list, name) {
  try {
    const lines = await fetchLegend(name);
    list.replaceChildren(...lines.slice(0, MOST_LINES).map(legendLine));
    if (lines.length > MOST_LINES) {
      list.append(el("li", { class: "layer-note" }, text("here_more", { n: lines.length - MOST_LINES })));
    }
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    list.replaceChildren(el("li", { class: "layer-note" }, error.message));
  }
}

function legendLine({ title, symbol }) {
  const picture = `data:image/svg+xml,${encodeURIComponent(symbol)}`;
  return el("li", {}, el("img", { src: picture, alt: "", width: 26, height: 18 }), title);
}
