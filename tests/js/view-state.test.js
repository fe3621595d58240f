import assert from "node:assert/strict";
import { test } from "node:test";
import { readView, writeBox, writeLayers, writePlace } from "../../gisapp/web/static/web/js/map/view-state.js";

test("layers are read as they were written, in their order", () => {
  const layers = [
    { name: "index-hhi", opacity: 60, year: 2022 },
    { name: "roads", opacity: 100, year: null },
    { name: "index-eci", opacity: 100, year: 2024 },
  ];
  assert.equal(writeLayers(layers), "index-hhi.60.2022_roads_index-eci.100.2024");
  assert.deepEqual(readView(`?layers=${writeLayers(layers)}`).layers, layers);
});

test("box and place are read as they were written", () => {
  const view = readView(
    `?box=${writeBox([114.1, -4.2, 116.5, -1.3])}&at=${writePlace({ lon: 115.9938, lat: -3.4312 })}`,
  );
  assert.deepEqual(view.box, [114.1, -4.2, 116.5, -1.3]);
  assert.deepEqual(view.at, [115.9938, -3.4312]);
});

test("an address that says nothing asks for nothing", () => {
  const nothing = { layers: [], off: [], box: null, at: null, tool: null, base: null, commodity: null };
  assert.deepEqual(readView(""), nothing);
});

test("nonsense is left out", () => {
  const view = readView("?layers=Roads_a%20b_roads.400_index.10.20x2&box=3_2_1_0&at=200_0&off=<b>.labels");
  assert.deepEqual(view.layers, [{ name: "roads", opacity: 100, year: null }]);
  assert.equal(view.box, null);
  assert.equal(view.at, null);
  assert.deepEqual(view.off, ["labels"]);
  assert.equal(readView("?box=1_2_3").box, null);
  assert.equal(readView("?box=1_2_x_4").box, null);
  assert.equal(readView("?box=__1_2").box, null);
});
