// The work that a seat costs.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { blockOf, firstWord } from "../../pages/room/sha256.js";
import work, { solving } from "../../pages/room/work.js";

/** @type {(text: string) => Buffer} */
const digest = (text) => createHash("sha256").update(text).digest();

test("the first word of a digest is that of SHA-256, for texts of every length that fits", () => {
  for (let length = 0; length <= 55; length += 1) {
    const text = "a1Z-_".repeat(11).slice(0, length);
    assert.equal(firstWord(blockOf(text)), digest(text).readInt32BE(0), `${length} characters`);
  }
});

test("a solution has a number for each part whose digest begins with zeros", () => {
  for (const text of ["x".repeat(32), "y".repeat(30), "z".repeat(33)]) {
    const work = solving({ text, bits: 9, parts: 4 });
    let step = work.next();
    while (!step.done) step = work.next();
    assert.equal(step.value.length, 4);
    step.value.forEach((number, part) => {
      const first = digest(`${text}${part}${number.toString(16).padStart(8, "0")}`).readUInt32BE(0);
      assert.equal(first >>> 23, 0);
    });
  }
});

/** @type {(root: {isConnected: boolean}, text: string, bits?: number) => Promise<any[]>} */
async function asked(root, text, bits = 8) {
  /** @type {any[]} */
  const told = [];
  work(/** @type {any} */ ({
    data: [{ text, bits, parts: 2 }], parentElement: root,
    setTriggerValue: (/** @type {string} */ name, /** @type {any} */ value) => told.push([name, value.text]),
  }));
  await new Promise((go) => setTimeout(go, 400));
  return told;
}

test("a puzzle is answered once, however often the page is drawn", async () => {
  const root = { isConnected: true };
  assert.deepEqual(await asked(root, "a".repeat(32)), [["answer", "a".repeat(32)]]);
  assert.deepEqual(await asked(root, "a".repeat(32)), []);
  assert.deepEqual(await asked(root, "b".repeat(32)), [["answer", "b".repeat(32)]]);
});

test("nobody works for a page that is gone", async () => {
  assert.deepEqual(await asked({ isConnected: false }, "c".repeat(32)), []);
});
