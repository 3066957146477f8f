// The steps a tab has gone, as links.
import assert from "node:assert/strict";
import { test } from "node:test";
import { begun, readTrail, redone, stepped, travelled, undone } from "../../pages/ui/live/assets/trail.js";

const ABCD = ["b", "c", "d"].reduce(stepped, begun("a"));

test("undo and redo go back and forth, and a new step forgets what was undone", () => {
  const back = undone(undone(ABCD, "c"), "b");
  assert.deepEqual(back, { past: ["a"], here: "b", future: ["d", "c"] });
  assert.deepEqual(redone(redone(back, "c"), "d"), ABCD);
  assert.deepEqual(stepped(back, "x"), { past: ["a", "b"], here: "x", future: [] });
});

test("an undo that leads elsewhere is none", () => {
  assert.equal(undone(ABCD, "x"), ABCD);
  assert.deepEqual(redone(ABCD, "x"), ABCD);
});

test("an address leads through the steps already made, back and forth, or is a new step", () => {
  const back = travelled(ABCD, "a");
  assert.deepEqual(back, { past: [], here: "a", future: ["d", "c", "b"] });
  assert.deepEqual(travelled(back, "c"), { past: ["a", "b"], here: "c", future: ["d"] });
  assert.deepEqual(travelled(back, "d"), ABCD);
  assert.equal(travelled(ABCD, "d"), ABCD);
  assert.deepEqual(travelled(back, "x"), { past: ["a"], here: "x", future: [] });
});

test("the oldest steps go where there are too many or their links are too long", () => {
  let many = begun("0");
  for (let i = 1; i <= 500; i += 1) many = stepped(many, String(i));
  assert.deepEqual([many.past[0], many.past.length, many.here], ["450", 50, "500"]);
  let long = begun("");
  for (let i = 1; i <= 20; i += 1) long = stepped(long, String(i % 10).repeat(9000));
  assert.ok(long.past.join("").length <= 60_000 && long.past.length >= 5);
});

test("what a tab has kept is read back, and anything else is nothing", () => {
  assert.deepEqual(readTrail(JSON.stringify(ABCD)), ABCD);
  for (const text of [null, "", "null", "[]", "{", '{"past":"ab","here":"c","future":[]}', '{"past":[1],"here":"c","future":[]}'])
    assert.equal(readTrail(text), null);
});
