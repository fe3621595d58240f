import assert from "node:assert/strict";
import { test } from "node:test";
import { placeQuery, positionWords } from "../../gisapp/web/static/web/js/search/place.js";

const WORDS = { east: "BT", west: "BB", north: "LU", south: "LS" };

test("a position is written with the comma and the letters of the language", () => {
  const words = positionWords({ kind: "coordinates", lon: 115.9938, lat: -3.4312 }, "id", WORDS);
  assert.equal(words, "115,9938° BT, 3,4312° LS");
});

test("the address of a place shows what is around it", () => {
  const query = new URLSearchParams(placeQuery({ kind: "town", lon: 116, lat: -3 }));
  assert.equal(query.get("at"), "116.00000_-3.00000");
  assert.equal(query.get("box"), "115.9200_-3.0800_116.0800_-2.9200");
  assert.equal(
    new URLSearchParams(placeQuery({ kind: "district", lon: 116, lat: -3, bbox: [115, -4, 117, -2] })).get("box"),
    "115.0000_-4.0000_117.0000_-2.0000",
  );
});
