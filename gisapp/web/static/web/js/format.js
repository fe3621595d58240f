import { config, text } from "./config.js";

const KILO_FROM = 10_000;
const MEGA_FROM = 1_000_000;
const HOURS_FROM_MINUTES = 90;
const MINUTES_PER_HOUR = 60;
const NO_BREAK_SPACE = "\u00a0";

/** Write a number in the page's language with at most so many decimals. */
export function number(value, decimals = 0) {
  return new Intl.NumberFormat(config.language, { maximumFractionDigits: decimals }).format(value).replace("-", "−");
}

/** Write a number with exactly so many decimals. */
export function fixed(value, decimals) {
  return new Intl.NumberFormat(config.language, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
    .format(value)
    .replace("-", "−");
}

/** Write a share of 1 as a percentage. */
export function percent(share, decimals = 0) {
  return `${number(share * 100, decimals)}${NO_BREAK_SPACE}%`;
}

/** Split tonnes into the figure and its unit: exact below 10,000, then in thousands or millions. */
export function tonnesParts(tonnes) {
  if (tonnes >= MEGA_FROM) {
    return [number(tonnes / MEGA_FROM, 2), text("mega_tonnes")];
  }
  if (tonnes >= KILO_FROM) {
    return [number(tonnes / 1000, tonnes < 100_000 ? 1 : 0), text("kilo_tonnes")];
  }
  return [number(tonnes), text("tonnes")];
}

/** Write tonnes a year; what is not recorded is said so. */
export function tonnesPerYear(tonnes) {
  if (tonnes === null || tonnes === undefined) {
    return text("not_recorded");
  }
  const [figure, unit] = tonnesParts(tonnes);
  return `${figure}${NO_BREAK_SPACE}${unit}/${text("per_year")}`;
}

/** Write a travel time; from 90 minutes on in hours and minutes. */
export function duration(minutes) {
  const whole = Math.round(minutes);
  if (whole < HOURS_FROM_MINUTES) {
    return text("minutes", { n: number(whole) });
  }
  const hours = Math.floor(whole / MINUTES_PER_HOUR);
  const rest = whole % MINUTES_PER_HOUR;
  return rest ? text("hours_minutes", { h: number(hours), m: number(rest) }) : text("hours", { n: number(hours) });
}

/** Write a position, longitude first. */
export function position(lon, lat, decimals = 4) {
  const east = text(lon < 0 ? "west" : "east");
  const north = text(lat < 0 ? "south" : "north");
  return `${fixed(Math.abs(lon), decimals)}° ${east}, ${fixed(Math.abs(lat), decimals)}° ${north}`;
}

/** Write a source with its year and, where it was not verified, say so. */
export function citation({ source, year, confidence }) {
  const parts = [source || text("not_recorded")];
  if (year && !String(source).includes(String(year))) {
    parts.push(String(year));
  }
  if (confidence === "R") {
    parts.push(text("unverified"));
  }
  return parts.join(", ");
}
