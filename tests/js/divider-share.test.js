import assert from "node:assert/strict";
import { test } from "node:test";
import { START, shareAfterKey, shareAt } from "../../gisapp/web/static/web/js/scenarios/divider-share.js";

test("arrows move the divider a little, pages more, home and end to the edges", () => {
  assert.equal(shareAfterKey(50, "ArrowRight"), 52);
  assert.equal(shareAfterKey(50, "ArrowLeft"), 48);
  assert.equal(shareAfterKey(50, "PageUp"), 60);
  assert.equal(shareAfterKey(50, "PageDown"), 40);
  assert.equal(shareAfterKey(50, "Home"), 0);
  assert.equal(shareAfterKey(50, "End"), 100);
});

test("the divider stays on the map", () => {
  assert.equal(shareAfterKey(99, "ArrowRight"), 100);
  assert.equal(shareAfterKey(3, "PageDown"), 0);
  assert.equal(shareAt(-20, 400), 0);
  assert.equal(shareAt(500, 400), 100);
});

test("other keys are left alone", () => {
  assert.equal(shareAfterKey(50, "Tab"), null);
  assert.equal(shareAfterKey(50, "a"), null);
});

test("a pointer puts the divider where it is", () => {
  assert.equal(shareAt(100, 400), 25);
  assert.equal(shareAt(0, 0), START);
});
