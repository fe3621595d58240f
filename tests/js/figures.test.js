import assert from "node:assert/strict";
import { test } from "node:test";
import {
  barScale,
  classOf,
  numberWriter,
  rowsOfYear,
  sorted,
  sourcesOfYear,
} from "../../gisapp/web/static/web/js/profiles/figures.js";

const NAMES = { 6301: "Tanah Laut", 6302: "Kotabaru", 6303: "Banjar" };
const FIGURES = [
  { district: "6301", year: 2024, value: 0, reason: "", source: "BPS", fromYear: null },
  { district: "6302", year: 2024, value: 12.5, reason: "", source: "BPS", fromYear: null },
  { district: "6303", year: 2023, value: 7, reason: "", source: "Dinas", fromYear: null },
];

test("a district without a figure has none, and a zero stays a zero", () => {
  const rows = rowsOfYear(NAMES, FIGURES, 2024, "not recorded");
  assert.deepEqual(
    rows.map(({ code, value, reason }) => [code, value, reason]),
    [
      ["6301", 0, ""],
      ["6302", 12.5, ""],
      ["6303", null, "not recorded"],
    ],
  );
});

test("a figure that is withheld tells its own reason", () => {
  const withheld = [
    { district: "6301", year: 2024, value: null, reason: "sources differ", source: "", fromYear: null },
  ];
  assert.equal(rowsOfYear(NAMES, withheld, 2024, "not recorded")[0].reason, "sources differ");
});

test("districts without a value come last, whichever way the table is sorted", () => {
  const rows = rowsOfYear(NAMES, FIGURES, 2024, "");
  const codes = (isDescending) => sorted(rows, { key: "value", isDescending, language: "id" }).map(({ code }) => code);
  assert.deepEqual(codes(true), ["6302", "6301", "6303"]);
  assert.deepEqual(codes(false), ["6301", "6302", "6303"]);
});

test("sorting by name leaves the given rows as they are", () => {
  const rows = rowsOfYear(NAMES, FIGURES, 2024, "");
  const names = sorted(rows, { key: "name", isDescending: false, language: "id" }).map(({ name }) => name);
  assert.deepEqual(names, ["Banjar", "Kotabaru", "Tanah Laut"]);
  assert.equal(rows[0].name, "Tanah Laut");
});

test("a limit belongs to the lower class, and nothing belongs to none", () => {
  const classes = [
    { low: null, high: 1, colour: "#1" },
    { low: 1, high: 2, colour: "#2" },
    { low: 2, high: null, colour: "#3" },
  ];
  assert.equal(classOf(classes, 1).colour, "#1");
  assert.equal(classOf(classes, 1.01).colour, "#2");
  assert.equal(classOf(classes, 99).colour, "#3");
  assert.equal(classOf(classes, null), null);
});

test("bars of losses run to the left of zero", () => {
  const scale = barScale([{ value: -5 }, { value: 15 }, { value: null }]);
  assert.deepEqual(scale(15), { start: 25, width: 75 });
  assert.deepEqual(scale(-5), { start: 0, width: 25 });
  assert.deepEqual(barScale([{ value: null }])(0), { start: 0, width: 0 });
});

test("numbers are written as the language does, with the true minus", () => {
  const id = numberWriter("id");
  assert.equal(id(80762.4), "80.762");
  assert.equal(id(0.7), "0,70");
  assert.equal(id(-12.34), "−12,3");
  assert.equal(id(5), "5");
  assert.equal(numberWriter("en")(1234.6), "1,235");
});

test("sources of a year are named once, those of years without figures not", () => {
  assert.deepEqual(sourcesOfYear(FIGURES, 2024), ["BPS"]);
  assert.deepEqual(sourcesOfYear(FIGURES, 1999), []);
});
