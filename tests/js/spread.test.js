// A fact's distribution as it is drawn, and ends that stay on their sides of what is likely.
import assert from "node:assert/strict";
import { test } from "node:test";
import { density, placed } from "../../pages/ui/live/assets/spread.js";

const HANDLE = { name: "high", label: "High", value: 12, least: 0, most: 20 };

test("the likeliest place is the highest, and the ends are nearly never reached", () => {
  for (const likely of [2, 5, 8]) {
    const drawn = density(0, likely, 10);
    const [top] = drawn.reduce((best, one) => (one[1] > best[1] ? one : best));
    assert.ok(Math.abs(top - likely) < 0.1);
    assert.ok(drawn[0][1] < 1e-9 && drawn[drawn.length - 1][1] < 1e-9);
    assert.ok(drawn.every(([, part]) => part >= 0 && part <= 1 + 1e-12));
  }
});

test("where an end is the likely value the distribution falls from there", () => {
  const drawn = density(5, 5, 10).map(([, part]) => part);
  assert.equal(drawn[0], 1);
  assert.ok(drawn.every((part, i) => !i || part <= drawn[i - 1]));
});

test("a fact known exactly is a line", () => {
  assert.deepEqual(density(5, 5, 5).map(([place]) => place), [5, 5, 5]);
});

test("an end moves in steps, within what it can be and on its side", () => {
  assert.equal(placed(HANDLE, 13.3, 0.5, 10), 13.5);
  assert.equal(placed(HANDLE, 4, 0.5, 10), 10);
  assert.equal(placed(HANDLE, 40, 0.5, 10), 20);
  assert.equal(placed({ ...HANDLE, name: "low", most: 10 }, 14, 0.5, 10), 10);
});
