import assert from "node:assert/strict";
import { test } from "node:test";
import { priorities, ratioOfStep, stepOfRatio, worstTriad } from "../../gisapp/web/static/web/js/plan/ahp-math.js";
import { readCoordinates, stepped } from "../../gisapp/web/static/web/js/plan/coordinates.js";
import { expectedSeconds } from "../../gisapp/web/static/web/js/plan/expected-time.js";
import { rerank } from "../../gisapp/web/static/web/js/run/rerank.js";

const close = (got, wanted, by = 1e-9) => assert.ok(Math.abs(got - wanted) < by, `${got} is not ${wanted}`);

test("consistent comparisons give their own weights and a ratio of 0", () => {
  const weights = [4, 2, 1];
  const rows = [[weights[0] / weights[1], weights[0] / weights[2]], [weights[1] / weights[2]]];
  const found = priorities(rows, 0.58);
  for (const [index, weight] of weights.entries()) {
    close(found.weights[index], weight / 7);
  }
  close(found.ratio, 0);
});

test("the ratio of Saaty's house is found again", () => {
  // Saaty 1980, choice of a house: lambda 9.669, index 0.238, ratio 0.169 by the random index 1.41.
  const rows = [
    [5, 3, 7, 6, 6, 1 / 3, 1 / 4],
    [1 / 3, 5, 3, 3, 1 / 5, 1 / 7],
    [6, 3, 4, 6, 1 / 5],
    [1 / 3, 1 / 4, 1 / 7, 1 / 8],
    [1 / 2, 1 / 5, 1 / 6],
    [1 / 5, 1 / 6],
    [1 / 2],
  ];
  const found = priorities(rows, 1.41);
  close(found.ratio, 0.169, 0.001);
  close(found.weights[7], 0.333, 0.001);
});

test("the comparisons that contradict each other most are named", () => {
  const found = worstTriad([[2, 1 / 9, 1], [3, 1], [1]]);
  assert.deepEqual([found.i, found.j, found.k], [0, 1, 2]);
  close(found.error, 54);
});

test("steps of the slider and comparisons are the same both ways", () => {
  assert.equal(ratioOfStep(0), 1);
  assert.equal(ratioOfStep(8), 9);
  close(ratioOfStep(-2), 1 / 3);
  for (let step = -8; step <= 8; step += 1) {
    assert.equal(stepOfRatio(ratioOfStep(step)), step);
  }
  assert.equal(stepOfRatio(20), 8);
});

test("coordinates are read as they are written in either language", () => {
  const wanted = { lon: 115.9938, lat: -3.4312 };
  for (const written of [
    "115.9938, -3.4312",
    "115,9938 -3,4312",
    "115,9938° BT, 3,4312° LS",
    "3.4312 S 115.9938 E",
    "-3.4312; 115.9938",
  ]) {
    assert.deepEqual(readCoordinates(written), wanted, written);
  }
  for (const written of ["", "115", "181, 5", "115, -95", "1 2 3"]) {
    assert.equal(readCoordinates(written), null, written);
  }
});

test("a step east and north is as long as it says", () => {
  const { lon, lat } = stepped({ lon: 115, lat: -60 }, { east: 1000, north: 250 });
  close((lat + 60) * 111_320, 250, 1e-6);
  close((lon - 115) * 111_320 * 0.5, 1000, 1e-6);
});

test("the time is that of the run most alike", () => {
  const times = [
    { process: "a", plants: 1, seconds: 2, runs: 3 },
    { process: "a", plants: 8, seconds: 9, runs: 1 },
    { process: "b", plants: 1, seconds: 40, runs: 1 },
  ];
  assert.equal(expectedSeconds(times, { process: "a", plants: 6 }), 9);
  assert.equal(expectedSeconds(times, { process: "a", plants: null }), 2);
  assert.equal(expectedSeconds(times, { process: "c", plants: 1 }), 9);
  assert.equal(expectedSeconds([], { process: "a", plants: 1 }), null);
});

test("other weights change scores and order, and reserves stay behind", () => {
  const site = (rank, isReserve, supply, road) => ({
    rank,
    isReserve,
    parts: [
      { criterion: "supply", value: supply },
      { criterion: "road", value: road },
    ],
  });
  const sites = [site(1, false, 1, 0), site(2, false, 0.4, 0.8), site(3, true, 0, 1)];
  const found = rerank(sites, { supply: 0.25, road: 0.75 });
  assert.deepEqual(
    found.map(({ rank, shownRank }) => [rank, shownRank]),
    [
      [2, 1],
      [1, 2],
      [3, 3],
    ],
  );
  close(found[0].score, 0.7);
});
