// The clock that runs down.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import timer from "../../pages/room/timer.js";

/** @type {any} */
const page = globalThis;

beforeEach(() => {
  page.window = page;
  mock.timers.enable({ apis: ["setInterval", "Date"], now: 1_000_000 });
});
afterEach(() => mock.timers.reset());

function pass(/** @type {number} */ seconds) {
  for (let i = 0; i < seconds * 4; i += 1) mock.timers.tick(250);
}

/** A place on the page that keeps all it ever said. */
function place() {
  /** @type {string[]} */
  const said = [];
  let soon = false;
  const output = {
    get textContent() {
      return said.at(-1) ?? "";
    },
    set textContent(text) {
      said.push(text);
    },
    classList: { toggle: (/** @type {string} */ _, /** @type {boolean} */ on) => (soon = on) },
  };
  const root = { querySelector: () => output };
  /** @type {(left: number, deadline: number) => () => void} */
  const draw = (left, deadline) => timer(/** @type {any} */ ({ data: [{ left, deadline }], parentElement: root }));
  return { said, draw, soon: () => soon };
}

test("it counts down what the server said is left, and marks the end", () => {
  const { said, draw, soon } = place();
  draw(17, 100);
  pass(1);
  assert.deepEqual([said, soon()], [["0:17 left", "0:16 left"], false]);
  pass(20);
  assert.deepEqual([said.at(-1), soon()], ["0:00 left", true]);
});

test("after more time was given only the new time is shown, with no cleanup in between", () => {
  const { said, draw } = place();
  draw(58, 100);
  pass(2);
  draw(116, 160);
  const before = said.length;
  pass(3);
  assert.deepEqual(said.slice(before), ["1:55 left", "1:54 left", "1:53 left"]);
});

test("drawn anew with the same deadline it does not jump to what a slow answer said was left", () => {
  const { said, draw } = place();
  draw(58, 100);
  pass(2);
  draw(57.5, 100);
  assert.equal(said.at(-1), "0:56 left");
});
