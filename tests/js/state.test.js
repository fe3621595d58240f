import assert from "node:assert/strict";
import { test } from "node:test";
import { nearestYear, readState, writeState } from "../../gisapp/web/static/web/js/profiles/state.js";

const STATE = { statistic: "index-hhi", year: 2022, district: "6310", sort: "name", isDescending: true };

test("what is written is read again", () => {
  assert.deepEqual(readState(`?${writeState("", STATE)}`), STATE);
});

test("the usual order stands in no address, and other parameters stay", () => {
  const usual = { ...STATE, district: null, sort: "value", isDescending: true };
  assert.equal(writeState("?chain=rice&district=6301", usual), "chain=rice&statistic=index-hhi&year=2022");
});

test("nonsense is left to the defaults", () => {
  assert.deepEqual(readState("?year=20x2&sort=-colour"), {
    statistic: null,
    year: null,
    district: null,
    sort: "value",
    isDescending: true,
  });
});

test("a year that a statistic lacks gives way to the nearest one", () => {
  const years = [2003, 2012, 2022];
  assert.equal(nearestYear(years, null), 2022);
  assert.equal(nearestYear(years, 2010), 2012);
  assert.equal(nearestYear(years, 1990), 2003);
  assert.equal(nearestYear(years, 2012), 2012);
});
