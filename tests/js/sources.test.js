import assert from "node:assert/strict";
import { test } from "node:test";
import { sourcesOnce } from "../../gisapp/web/static/web/js/explore/sources.js";

test("sources that differ by their year alone are told once, with their years", () => {
  const sources = ["BPS, table 1 (2021)", "BPS, table 1 (2020)", "Trase (2022)", "BPS, table 1 (2024)", "Survey"];
  assert.deepEqual(sourcesOnce(sources), ["BPS, table 1 (2020–2021, 2024)", "Trase (2022)", "Survey"]);
});

test("without sources there is nothing to tell", () => {
  assert.deepEqual(sourcesOnce([]), []);
});
