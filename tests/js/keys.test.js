// What the keys of a slider ask for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { at, keyTarget } from "../../pages/ui/live/assets/keys.js";

const NONE = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };
/** @type {(key: string, held?: object) => number | null} */
const target = (key, held = {}) => keyTarget({ key, ...NONE, ...held }, 5000, 200, 9000, 100);

test("arrows move one step, with shift ten, pages ten", () => {
  for (const key of ["ArrowRight", "ArrowUp"]) assert.deepEqual([target(key), target(key, { shiftKey: true })], [5100, 6000]);
  for (const key of ["ArrowLeft", "ArrowDown"]) assert.deepEqual([target(key), target(key, { shiftKey: true })], [4900, 4000]);
  assert.deepEqual([target("PageUp"), target("PageDown", { shiftKey: true })], [6000, 4000]);
});

test("Home and End lead to the ends, and no key beyond them", () => {
  assert.deepEqual([target("Home"), target("End")], [200, 9000]);
  assert.equal(keyTarget({ key: "PageUp", ...NONE }, 8900, 200, 9000, 100), 9000);
  assert.equal(keyTarget({ key: "ArrowLeft", ...NONE }, 250, 200, 9000, 100), 200);
});

test("all else is left to the browser: letters, Tab, and whatever is held with Ctrl, Alt or the command key", () => {
  for (const key of ["a", "Tab", "Enter", "toString"]) assert.equal(target(key), null);
  for (const held of ["ctrlKey", "altKey", "metaKey"]) assert.equal(target("ArrowRight", { [held]: true }), null);
});

test("a place between two ends is a share of the way, and 0 where there is no way", () => {
  assert.deepEqual([at(5, 0, 20), at(-5, 0, 20), at(50, 0, 20)].map(Number), [0.25, 0, 1]);
  assert.equal(Number(at(5, 7, 7)), 0);
});
