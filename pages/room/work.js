// The moment of work that a seat or a room costs (rooms/costs.py), in slices between which the page stays alive.
// A worker would want a header of the site around a frame to let it; the work is short, and nothing else goes on here.
import { blockOf, firstWord } from "./sha256.js";
/** @import {Component, Root} from "../ui/live/assets/types.d.ts" */

/** @typedef {{text: string, bits: number, parts: number}} Puzzle */

const SLICE_MS = 12;
const BATCH = 256;
/** @type {WeakMap<Root, string>} */
const working = new WeakMap();
const digits = Array.from("0123456789abcdef", (sign) => sign.charCodeAt(0));

/**
 * The numbers that solve a puzzle; yields after each batch of tries, so that whoever runs it may rest.
 * @param {Puzzle} puzzle
 * @returns {Generator<undefined, number[]>}
 */
export function* solving({ text, bits, parts }) {
  const numbers = [];
  for (let part = 0; part < parts; part += 1) {
    const start = `${text}${part}`;
    const block = blockOf(`${start}00000000`);
    const fits = 32 - bits;
    for (let number = 0; ; number += 1) {
      putNumber(block, start.length, number);
      if (firstWord(block) >>> fits === 0) {
        numbers.push(number);
        break;
      }
      if (number % BATCH === BATCH - 1) yield;
    }
  }
  return numbers;
}

/**
 * Write a number, one more than what stands there, into a block: eight hexadecimal digits from that byte on.
 * @param {Int32Array} block
 * @param {number} at
 * @param {number} number
 */
function putNumber(block, at, number) {
  for (let i = 7, left = number; i >= 0; i -= 1, left >>>= 4) {
    const byte = at + i;
    const shift = 24 - 8 * (byte & 3);
    block[byte >> 2] = (block[byte >> 2] & ~(255 << shift)) | (digits[left & 15] << shift);
    if (left & 15) return; // Nothing was carried over.
  }
}

/** @param {Component<[Puzzle]>} component */
export default function ({ data, parentElement, setTriggerValue }) {
  const [puzzle] = data;
  if (working.get(parentElement) === puzzle.text) return;
  working.set(parentElement, puzzle.text);
  const work = solving(puzzle);
  // A message is no timer: a browser does not slow it down in a tab that is behind others.
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    const until = performance.now() + SLICE_MS;
    let step = work.next();
    while (!step.done && performance.now() < until) step = work.next();
    const wanted = working.get(parentElement) === puzzle.text && parentElement.isConnected;
    if (!step.done && wanted) return port2.postMessage("on");
    port1.close();
    if (step.done && wanted) setTriggerValue("answer", { text: puzzle.text, numbers: step.value });
  };
  port2.postMessage("on");
}
