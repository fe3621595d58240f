import { config } from "../config.js";
import { svg } from "../dom.js";

const NEUTRAL = "#566870";

/** Return shape and colour of a facility: of its process where it has one, else of its kind. */
export function symbolOf({ kind, process }) {
  const { kinds, processes } = config.facilities;
  const ofProcess = kind === "plant" ? processes[process] : null;
  return {
    shape: ofProcess?.shape ?? kinds[kind]?.shape ?? "octagon",
    colour: ofProcess?.colour ?? NEUTRAL,
  };
}

/** Draw a facility: solid while operating, hollow when closed, hollow and dashed when planned. */
export function facilitySymbol({ shape, colour, status = "operating" }) {
  const glyph = config.style.glyphs[shape];
  const drawing = glyph ? glyphOnDisc(glyph, status) : [shapeOf(config.style.shapes[shape], colour, status)];
  return svg("svg", { class: "facility-symbol", viewBox: "-1 -1 26 26", "aria-hidden": "true" }, ...drawing);
}

function shapeOf(outline, colour, status) {
  const solid = status === "operating";
  return svg("path", {
    d: outline,
    fill: solid ? colour : "#fff",
    stroke: solid ? "#fff" : colour,
    "stroke-width": solid ? 2 : 2.6,
    "stroke-dasharray": status === "planned" ? "4 2.6" : "none",
    "stroke-linejoin": "round",
  });
}

function glyphOnDisc(glyph, status) {
  const ink = "#13232B";
  const dashes = status === "planned" ? "4 2.6" : "none";
  return [
    svg("circle", {
      cx: 12,
      cy: 12,
      r: 12,
      fill: "#fff",
      stroke: ink,
      "stroke-width": 1.2,
      "stroke-dasharray": dashes,
    }),
    svg("path", { d: glyph, fill: "none", stroke: ink, "stroke-width": 1.9, "stroke-linejoin": "round" }),
  ];
}

/** Draw the pattern of excluded areas once, for every fill that names it. */
export function addHatchPatterns() {
  const { size, angle, ground, line, width } = config.style.pattern.excluded;
  const pattern = svg(
    "pattern",
    {
      id: "hatch-excluded",
      width: size,
      height: size,
      patternUnits: "userSpaceOnUse",
      patternTransform: `rotate(${angle})`,
    },
    svg("rect", { width: size, height: size, fill: ground, "fill-opacity": 0.75 }),
    svg("line", { x1: 0, y1: 0, x2: 0, y2: size, stroke: line, "stroke-width": width * 2 }),
  );
  document.body.append(
    svg("svg", { class: "hatch-definitions", width: 0, height: 0, "aria-hidden": "true" }, svg("defs", {}, pattern)),
  );
}
