import assert from "node:assert/strict";
import { test } from "node:test";
import { arranged, matching } from "../../gisapp/web/static/web/js/explore/tree.js";

const STATISTICS = {
  title: "Statistics",
  layers: ["Growth: farming", "Growth: mining", "Growth: trade", "Maize: area", "Diversity"].map((title) => ({
    name: title.toLowerCase(),
    title,
  })),
};

test("layers that begin alike come under their beginning, from three on", () => {
  const { layers, subgroups } = arranged(STATISTICS);
  assert.deepEqual(
    layers.map(({ label }) => label),
    ["Maize: area", "Diversity"],
  );
  assert.deepEqual(
    subgroups.map(({ title }) => title),
    ["Growth"],
  );
  assert.deepEqual(
    subgroups[0].layers.map(({ label }) => label),
    ["farming", "mining", "trade"],
  );
});

test("no layer is lost or doubled", () => {
  const { layers, subgroups } = arranged(STATISTICS);
  const names = [...layers, ...subgroups.flatMap((group) => group.layers)].map(({ name }) => name);
  assert.deepEqual(names.sort(), STATISTICS.layers.map(({ name }) => name).sort());
});

test("every word is looked for, in titles of layers and of groups", () => {
  const found = (query) => matching([STATISTICS], query).flatMap(({ layers }) => layers.map(({ title }) => title));
  assert.deepEqual(found("GROWTH mini"), ["Growth: mining"]);
  assert.equal(found("statistics").length, 5);
  assert.equal(found("").length, 5);
  assert.deepEqual(found("nothing"), []);
});
