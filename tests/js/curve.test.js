// Curves as the model draws them, and points that stay where the facts are sound.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { stretches } from "../../pages/ui/live/assets/curve.js";
import { withinStops } from "../../pages/ui/live/assets/point.js";
import { response } from "../../pages/ui/live/assets/response.js";

const { efforts, curves } = JSON.parse(readFileSync(new URL("../data/curves.json", import.meta.url), "utf8"));
const POINT = { name: "double", label: "", spend: "", value: 38, kind: "stated", ends: null, turns: [] };
const BETWEEN = { ...POINT, low: 28.6, high: 45.3, too_low: "more than today", too_high: "too much" };

test("each family gives what the model gives, to a billionth of the largest result", () => {
  assert.ok(curves.length > 50);
  for (const { family, facts, results } of curves) {
    const curve = response(family, facts);
    const size = Math.max(...results.map(Math.abs));
    results.forEach((result, i) => assert.ok(
      Math.abs(curve(efforts[i]) - result) <= 1e-9 * size, `${family} ${JSON.stringify(facts)} at ${efforts[i]}`));
  }
});

test("facts no curve goes through give none rather than a broken line", () => {
  const none = { zero: 9, today: 28, double: null, half_more: null, ceiling: null };
  for (const family of ["exponential", "michaelis-menten", "adbudg"]) assert.equal(response(family, none), null);
  assert.equal(response("exponential", { ...none, double: 20 }), null);
  assert.equal(response("exponential", { ...none, double: 47 }), null);
});

test("a point moves in steps, and stops at the last step that is sound with the reason", () => {
  assert.deepEqual(withinStops(BETWEEN, 33.3, 0.5), { value: 33.5, stopped: "" });
  assert.deepEqual(withinStops(BETWEEN, 90, 0.5), { value: 45, stopped: "too much" });
  assert.deepEqual(withinStops(BETWEEN, 2, 0.5), { value: 29, stopped: "more than today" });
});

test("where no step is sound, the ends are all there is", () => {
  assert.deepEqual(withinStops({ ...BETWEEN, low: 28.6, high: 28.9 }, 40, 1), { value: 28.9, stopped: "too much" });
});

test("a stretch is open where it leans on a guess, and beyond the last point it always does", () => {
  const points = ["zero", "today", "double"].map((name) => ({ ...BETWEEN, name }));
  assert.deepEqual(stretches(points, 2.4), [[0, 1, false], [1, 2, false], [2, 2.4, true]]);
  points[2].kind = "guessed";
  assert.deepEqual(stretches(points, 2), [[0, 1, false], [1, 2, true]]);
  assert.deepEqual(stretches([...points, { ...BETWEEN, name: "ceiling" }], 2), [[0, 1, false], [1, 2, true]]);
});
