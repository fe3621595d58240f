import { config, text, textForCount } from "../config.js";
import { el, icon } from "../dom.js";
import { emit } from "../events.js";
import { number } from "../format.js";
import { fetchFindings } from "./api.js";
import { showPlace } from "./map.js";
import { attempt } from "./message.js";

const PAGE = 20;
const LEVELS = [
  { level: "error", title: "needs_decision", sign: "circle-alert" },
  { level: "warning", title: "warnings", sign: "triangle-alert" },
  { level: "repaired", title: "repaired", sign: "circle-check" },
];
const { id } = config.import;
const place = document.getElementById("finding-groups");

/** Show what was found: by level, by what it is, and the rows as they are asked for. */
export async function showFindings() {
  const found = await attempt(() => fetchFindings(id, { limit: 1 }));
  place.removeAttribute("aria-busy");
  if (!found) {
    return;
  }
  for (const { level } of LEVELS) {
    const tag = document.getElementById(`count-${level}`);
    tag.textContent = textForCount(`count_${level}`, found.counts[level]);
    tag.hidden = found.counts[level] === 0;
  }
  const groups = LEVELS.map((one) => ({ ...one, codes: found.codes.filter(({ level }) => level === one.level) }));
  const shown = groups.filter(({ codes }) => codes.length > 0).map(groupOf);
  place.replaceChildren(...(shown.length > 0 ? shown : [el("p", {}, text("none_found"))]));
  place.querySelector("details")?.setAttribute("open", "");
}

function groupOf({ level, title, sign, codes }) {
  const heading = el("h3", {}, text(title));
  return el(
    "section",
    { class: "finding-group", dataset: { level } },
    heading,
    ...codes.map((code) => kindOf(code, sign)),
  );
}

function kindOf({ level, code, count }, sign) {
  const words = config.finding_titles[code] ?? code;
  const summary = el("summary", {}, icon(sign), el("span", {}, words), el("span", { class: "count" }, number(count)));
  const rows = el("ul", { class: "finding-rows" });
  const details = el("details", { dataset: { code } }, summary, rows);
  details.addEventListener("toggle", () => {
    if (details.open && rows.children.length === 0) {
      addRows(rows, { level, code });
    }
  });
  return canBeRepaired(level, code) ? el("div", {}, details, repairButton()) : details;
}

/** Tell whether the service could mend what is wrong, and was not asked to. */
function canBeRepaired(level, code) {
  return (
    level === "error" &&
    code === "invalid_geometry" &&
    !config.import.mapping.is_repairing &&
    config.import.actions.includes("map")
  );
}

function repairButton() {
  const repair = () => emit("remap", { is_repairing: true });
  return el("button", { type: "button", class: "button finding-more", onclick: repair }, text("repair_all"));
}

async function addRows(rows, asked) {
  const offset = rows.children.length;
  const found = await attempt(() => fetchFindings(id, { ...asked, offset, limit: PAGE }));
  if (!found) {
    return;
  }
  rows.append(...found.findings.map(rowOf));
  rows.parentElement.querySelector(".finding-more")?.remove();
  const left = found.total - rows.children.length;
  if (left > 0) {
    const more = el(
      "button",
      { type: "button", class: "button finding-more" },
      text("more", { n: number(Math.min(left, PAGE)) }),
    );
    more.addEventListener("click", async () => {
      const first = rows.children.length;
      await addRows(rows, asked);
      rows.children[first]?.querySelector("button")?.focus();
    });
    rows.after(more);
  }
}

function rowOf(finding) {
  const { row, name, field, value, limit, fix, lon, lat } = finding;
  const where = row === null ? text("file_as_whole") : text("row", { n: number(row) });
  const told = [config.field_titles[field] ?? field, value].filter(Boolean).join(": ");
  const hasPlace = lon !== null && lat !== null && config.has_map;
  return el(
    "li",
    { class: "finding" },
    el("p", { class: "finding-head" }, el("span", { class: "quiet" }, where), " ", el("strong", {}, name)),
    told && el("p", {}, told),
    limit && el("p", { class: "quiet" }, text("limit", { limit })),
    fix && el("p", { class: "quiet" }, fix),
    hasPlace && placeButton(finding, where),
  );
}

function placeButton(finding, where) {
  const label = text("show_place", { name: [where, finding.name].filter(Boolean).join(", ") });
  return el(
    "button",
    {
      type: "button",
      class: "button button-icon",
      "aria-label": label,
      title: label,
      onclick: () => showPlace(finding),
    },
    icon("map-pin"),
  );
}
