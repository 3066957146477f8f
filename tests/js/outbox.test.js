// One move in flight, the last position always arrives.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { makeOutbox } from "../../pages/ui/live/assets/outbox.js";
/** @import {Move} from "../../pages/ui/live/assets/types.d.ts" */

/** @type {Move[]} */
let sent = [];
let givenUp = 0;
const outbox = () => makeOutbox((move) => sent.push({ ...move }), () => (givenUp += 1));
/** @type {(amount: number, phase?: "drag" | "final", lever?: string) => Move} */
const set = (amount, phase = "drag", lever = "sales") => ({ kind: "set", lever, amount, phase });

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  sent = [];
  givenUp = 0;
});
afterEach(() => mock.timers.reset());

test("positions passed while a move is on its way are dropped, and the last one follows", () => {
  const box = outbox();
  for (const amount of [1, 2, 3]) box.push(set(amount));
  box.push(set(4, "final"));
  assert.deepEqual(sent.map(({ amount }) => amount), [1]);
  box.answered(1);
  assert.deepEqual(sent.map(({ amount, phase }) => [amount, phase]), [[1, "drag"], [4, "final"]]);
});

test("a release is never replaced by a later drag, nor a lock by anything", () => {
  const box = outbox();
  box.push(set(1));
  box.push(set(2, "final"));
  box.push(set(3));
  box.push({ kind: "lock", lever: "sales", locked: true, phase: "final" });
  box.push({ kind: "lock", lever: "sales", locked: false, phase: "final" });
  for (let seq = 1; seq <= 5; seq += 1) box.answered(seq);
  assert.deepEqual(sent.map(({ amount, locked }) => amount ?? locked), [1, 2, 3, true, false]);
});

test("moves of other levers and between other two wait their turn", () => {
  const box = outbox();
  box.push(set(1));
  box.push(set(2));
  box.push(set(3, "drag", "ads"));
  box.push({ kind: "shift", lever: "ads", other: "sales", amount: 4, phase: "drag" });
  for (let seq = 1; seq <= 4; seq += 1) box.answered(seq);
  assert.deepEqual(sent.map(({ amount }) => amount), [1, 2, 3, 4]);
});

test("only the answer to the move on its way lets the next one go", () => {
  const box = outbox();
  box.push(set(1));
  box.push(set(2));
  box.answered(null);
  box.answered(7);
  assert.equal(sent.length, 1);
  box.answered(1);
  assert.equal(sent.length, 2);
});

test("numbers go on from an earlier visit's, so that its answers are not mistaken for new ones", () => {
  const box = outbox();
  box.answered(41);
  box.push(set(1));
  assert.equal(sent[0].seq, 42);
});

test("without an answer a move is sent again, at last given up, and the control shows what holds", () => {
  const box = outbox();
  box.push(set(1, "final"));
  for (let second = 0; second < 20; second += 1) mock.timers.tick(1000);
  assert.deepEqual(sent.map(({ seq }) => seq), [1, 1, 1]);
  assert.equal(givenUp, 1);
  assert.equal(box.concerns("sales"), false);
});

test("a move that waits is not held up by one that is never answered", () => {
  const box = outbox();
  box.push(set(1));
  box.push(set(2, "final"));
  mock.timers.tick(2000);
  assert.deepEqual(sent.map(({ amount }) => amount), [1, 2]);
});

test("it knows which levers it has news of, and is silent once stopped", () => {
  const box = outbox();
  box.push({ kind: "shift", lever: "ads", other: "sales", amount: 4, phase: "final" });
  assert.deepEqual(["ads", "sales", "care"].map(box.concerns), [true, true, false]);
  box.stop();
  mock.timers.tick(60_000);
  assert.equal(sent.length, 1);
});
