import assert from "node:assert/strict";
import { test } from "node:test";
import { areaM2, geodesic, lengthM } from "../../gisapp/web/static/web/js/explore/geodesy.js";

const place = ([lon, lat]) => ({ lon, lat });

function near(value, expected, tolerance) {
  assert.ok(Math.abs(value - expected) <= tolerance, `${value} is not within ${tolerance} of ${expected}`);
}

// Expected values: pyproj 3, Geod(ellps="WGS84"), after Karney (2013).
test("lengths are those of the ellipsoid, to a millimetre", () => {
  near(geodesic(place([114.59, -3.32]), place([115.9938, -3.4312])).metres, 156484.801334635, 0.001);
  near(geodesic(place([0, 0]), place([0, 1])).metres, 110574.388557779, 0.001);
  near(geodesic(place([-20, 60]), place([140, -35])).metres, 16873727.059220396, 0.001);
});

test("a bearing is told from north, clockwise", () => {
  near(geodesic(place([114.59, -3.32]), place([115.9938, -3.4312])).bearing, 94.54794596970261, 1e-6);
  near(geodesic(place([115, -3]), place([114, -3])).bearing, 270, 0.1);
});

test("the same place twice is no way at all", () => {
  assert.deepEqual(geodesic(place([115, -3]), place([115, -3])), { metres: 0, bearing: 0 });
});

test("where the way is not unique, no length is told", () => {
  assert.equal(geodesic(place([0, 0]), place([179.7, 0.1])), null);
});

test("a line is as long as its stretches together", () => {
  const [a, b, c] = [place([114.5, -4]), place([116.3, -3.9]), place([115.9, -1.5])];
  near(lengthM([a, b, c]), geodesic(a, b).metres + geodesic(b, c).metres, 1e-9);
  assert.equal(lengthM([a]), 0);
});

test("areas are those between shortest ways on the ellipsoid, to a millionth", () => {
  const province = [
    [114.5, -4],
    [116.3, -3.9],
    [115.9, -1.5],
    [114.7, -1.7],
  ].map(place);
  near(areaM2(province) / 43519139421.16039, 1, 1e-6);
  near(areaM2([...province].reverse()) / 43519139421.16039, 1, 1e-6);
  const field = [
    [115, -3],
    [115.01, -3],
    [115.01, -2.99],
    [115, -2.99],
  ].map(place);
  near(areaM2(field) / 1229270.841100037, 1, 1e-7);
  const far = [
    [10, 50],
    [20, 50],
    [15, 60],
  ].map(place);
  near(areaM2(far) / 395557934169.5762, 1, 1e-4);
});

test("two places enclose nothing", () => {
  assert.equal(areaM2([place([115, -3]), place([116, -3])]), 0);
});
