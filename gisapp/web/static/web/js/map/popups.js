import { config, hasText, text } from "../config.js";
import { el } from "../dom.js";
import { citation, number, tonnesPerYear } from "../format.js";

function card(title, rows, cited) {
  return el(
    "div",
    { class: "map-card" },
    el("h3", {}, title),
    el(
      "dl",
      {},
      ...rows.filter(([, value]) => value).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
    ),
    el("p", { class: "source" }, `${text("source")}: ${citation(cited)}`),
  );
}

/** Describe a facility; an unrecorded capacity is said to be so. */
export function facilityCard(facility) {
  const { kinds, processes } = config.facilities;
  const position = `position_${facility.position_basis}`;
  return card(
    facility.name,
    [
      [text("kind"), processes[facility.process]?.label ?? kinds[facility.kind]?.label ?? facility.kind],
      [text("status"), text(`status_${facility.status}`)],
      [
        text("capacity"),
        facility.kind === "plant" && (facility.capacity_stated || tonnesPerYear(facility.capacity_t_per_year)),
      ],
      [text("owner"), facility.owner],
      [text("district"), facility.district_name],
      [text("position"), hasText(position) && text(position)],
    ],
    facility,
  );
}

/** Describe a source area. */
export function sourceAreaCard(area, commodity) {
  return card(
    area.name || commodity.name,
    [
      [text("supply"), tonnesPerYear(area.annual_tonnes)],
      [text("area"), area.area_ha ? `${number(area.area_ha)} ha` : text("not_recorded")],
      [text("district"), area.district_name],
      [text("year"), String(area.year)],
      ["", area.origin === "disaggregated" && text("is_disaggregated")],
    ],
    area,
  );
}

/** Describe an excluded area with its legal basis. */
export function exclusionCard(zone) {
  return card(zone.name, [[text("legal_basis"), zone.legal_basis]], zone);
}
