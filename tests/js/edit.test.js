import assert from "node:assert/strict";
import { test } from "node:test";
import { historyOf } from "../../gisapp/web/static/web/js/edit/history.js";
import { numberOf, numberText } from "../../gisapp/web/static/web/js/edit/numbers.js";
import {
  added,
  corners,
  geometryOf,
  inserted,
  middleAfter,
  moved,
  removed,
  shapeOf,
} from "../../gisapp/web/static/web/js/edit/shape.js";
import { snapTo } from "../../gisapp/web/static/web/js/edit/snap.js";

const SQUARE = [[0, 0], [2, 0], [2, 2], [0, 2]]; // biome-ignore format: a square
const AREA = { isPoint: false };

test("a geometry comes back as it was, its rings closed", () => {
  const geometry = { type: "MultiPolygon", coordinates: [[[...SQUARE, SQUARE[0]]]] };
  assert.deepEqual(geometryOf(shapeOf(geometry), AREA), geometry);
  const point = { type: "Point", coordinates: [115, -3] };
  assert.deepEqual(geometryOf(shapeOf(point), { isPoint: true }), point);
  assert.deepEqual(shapeOf(null), []);
});

test("two corners are no area yet", () => {
  assert.equal(geometryOf([[[[0, 0], [1, 1]]]], AREA), null); // biome-ignore format: two corners
});

test("corners are moved, inserted and removed, and the shape before stays as it was", () => {
  const before = [[SQUARE]];
  assert.deepEqual(moved(before, [0, 0, 2], [3, 3])[0][0][2], [3, 3]);
  assert.deepEqual(inserted(before, [0, 0, 1], [1, 0])[0][0].slice(0, 3), [[0, 0], [1, 0], [2, 0]]); // biome-ignore format: corners
  assert.equal(removed(before, [0, 0, 0])[0][0].length, 3);
  assert.deepEqual(removed([[[[1, 1]]]], [0, 0, 0]), []);
  assert.deepEqual(before, [[SQUARE]]);
  assert.deepEqual(middleAfter(before, [0, 0, 3]), [0, 1]);
  assert.deepEqual(corners(before).at(-1), { path: [0, 0, 3], at: [0, 2], n: 4 });
});

test("a click goes on with a new area, and bends the nearest edge of an old one", () => {
  const isPoint = false;
  assert.deepEqual(added([], [1, 1], { isPoint, isNew: true }), [[[[1, 1]]]]);
  assert.deepEqual(added([[SQUARE]], [1, -0.5], { isPoint, isNew: true })[0][0].at(-1), [1, -0.5]);
  assert.deepEqual(added([[SQUARE]], [1, -0.5], { isPoint, isNew: false })[0][0][1], [1, -0.5]);
  assert.deepEqual(added([[[[5, 5]]]], [1, 1], { isPoint: true, isNew: false }), [[[[1, 1]]]]);
});

test("what was undone is gone once something else is done", () => {
  const history = historyOf("a");
  history.push("b");
  history.push("c");
  history.undo();
  assert.deepEqual([history.now, history.canUndo, history.canRedo], ["b", true, true]);
  history.redo();
  assert.equal(history.now, "c");
  history.undo();
  history.push("d");
  assert.deepEqual([history.now, history.canRedo], ["d", false]);
  history.undo();
  history.undo();
  history.undo();
  assert.deepEqual([history.now, history.canUndo], ["a", false]);
});

test("a corner within reach comes before a nearer edge, and nothing beyond reach counts", () => {
  const lines = [[{ x: 0, y: 0 }, { x: 100, y: 0 }]]; // biome-ignore format: a line
  assert.deepEqual(snapTo({ x: 6, y: 5 }, lines, 10), { x: 0, y: 0 });
  assert.deepEqual(snapTo({ x: 50, y: 5 }, lines, 10), { x: 50, y: 0 });
  assert.equal(snapTo({ x: 50, y: 15 }, lines, 10), null);
  assert.deepEqual(snapTo({ x: 3, y: 3 }, [[{ x: 1, y: 1 }]], 10), { x: 1, y: 1 });
});

test("numbers are read as the language writes them", () => {
  assert.deepEqual(["1.234,5", "1.234", "0,5", "12.5", "-3"].map((one) => numberOf(one, "id")), [1234.5, 1234, 0.5, 12.5, -3]); // biome-ignore format: a row
  assert.deepEqual(["1,234.5", "1,234", "0.5"].map((one) => numberOf(one, "en")), [1234.5, 1234, 0.5]); // biome-ignore format: a row
  assert.equal(numberOf("banyak", "id"), "banyak");
  assert.equal(numberText(0.5, "id"), "0,5");
});
