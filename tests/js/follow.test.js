// Pages that ask how their room stands.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import follow, { later } from "../../pages/room/follow.js";
import { FakeDocument, FakeObserver } from "./fakes.js";

/** @type {any} */
const page = globalThis;
/** @type {any[]} */
let answers = [];
/** @type {string[]} */
let asked = [];
/** @type {unknown[]} */
let told = [];

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  const document = new FakeDocument("data-test-connection-state");
  Object.assign(page, { window: page, document, MutationObserver: FakeObserver, location: { href: "http://here/a/" } });
  [answers, asked, told] = [[], [], []];
  page.fetch = async (/** @type {URL} */ url, /** @type {{signal?: AbortSignal}} */ { signal }) => {
    asked.push(url.href);
    const answer = answers.shift();
    if (answer === "never") await new Promise((_, refuse) => signal?.addEventListener("abort", refuse));
    if (!answer) throw new Error("no network");
    return { ok: answer.status === 200, status: answer.status, json: async () => answer.stand };
  };
});
afterEach(() => mock.timers.reset());

/** @type {(whole?: boolean) => {root: any, draw: () => () => void}} */
function room(whole = true) {
  const root = { isConnected: true };
  const draw = () => follow(/** @type {any} */ ({
    data: [{ key: "k", seen: [3, 1, 0], seconds: 3, whole }],
    parentElement: root, setTriggerValue: (/** @type {string} */ name) => told.push(name),
  }));
  return { root, draw };
}

async function pass(/** @type {number} */ seconds) {
  for (let i = 0; i < seconds * 10; i += 1) {
    mock.timers.tick(100);
    for (let turn = 0; turn < 6; turn += 1) await null;
  }
}

test("a room has come further where the first number that differs is greater", () => {
  for (const [now, seen, further] of /** @type {[number[], number[], boolean][]} */ ([
    [[3, 1, 0], [3, 1, 0], false], [[4, 0, 0], [3, 1, 9], true], [[3, 2, 0], [3, 1, 9], true],
    [[3, 1, 5], [3, 1, 4], true], [[2, 9, 9], [3, 1, 0], false], [[3, 0, 9], [3, 1, 0], false],
  ])) assert.equal(later(now, seen), further, `${now} after ${seen}`);
});

test("it asks again and again, and the page is drawn only when there is news", async () => {
  answers = [{ status: 200, stand: [3, 1, 0] }, { status: 503 }, null, { status: 200, stand: [4, 0, 0] }];
  room().draw();
  await pass(9);
  assert.deepEqual([asked[0], told.length], ["http://here/a/room-pulse/k?seen=3-1-0", 0]);
  await pass(6);
  assert.deepEqual(told, ["news"]);
});

test("a question that nobody answers is asked again", async () => {
  answers = ["never", { status: 200, stand: [4, 0, 0] }];
  room().draw();
  await pass(20);
  assert.deepEqual(told, ["news"]);
});

test("a server that does not know the page is news, told once until it has had time to answer", async () => {
  answers = Array.from({ length: 20 }, () => ({ status: 410 }));
  room().draw();
  await pass(7);
  assert.equal(told.length, 1);
  await pass(6);
  assert.equal(told.length, 2);
});

test("who waits is told again ever more seldom, and as soon as at first once drawn anew", async () => {
  answers = Array.from({ length: 200 }, () => ({ status: 200, stand: [4, 0, 0] }));
  const { draw } = room();
  draw();
  /** @type {number[]} */
  const times = [];
  for (let second = 0; second < 120; second += 1) {
    const before = told.length;
    await pass(1);
    if (told.length > before) times.push(second);
  }
  const waits = times.slice(1).map((time, place) => time - times[place]);
  assert.ok(waits.length > 2 && waits.every((wait, place) => wait >= 6 * 2 ** place), `${waits}`);
  const before = told.length;
  draw();
  await pass(5);
  assert.equal(told.length, before + 1);
});

test("a connection that stands again draws the whole page anew, and a part of it does not", async () => {
  for (const [whole, times] of /** @type {[boolean, number][]} */ ([[true, 1], [false, 0]])) {
    told = [];
    page.document = new FakeDocument("data-test-connection-state");
    room(whole).draw();
    for (const state of ["CONNECTED", "PINGING_SERVER", "CONNECTED"]) page.document.app.become(state);
    assert.equal(told.length, times);
  }
});

test("where the state of the connection cannot be seen, a network that is back counts, and it is said once", async () => {
  page.document = new FakeDocument();
  const warned = mock.method(console, "warn", () => {});
  const listeners = /** @type {Record<string, () => void>} */ ({});
  page.addEventListener = (/** @type {string} */ type, /** @type {() => void} */ run) => (listeners[type] = run);
  page.removeEventListener = (/** @type {string} */ type) => delete listeners[type];
  room().draw();
  room().draw();
  listeners.online();
  assert.equal(told.length, 1);
  assert.equal(warned.mock.callCount(), 1);
  warned.mock.restore();
});

test("a page that is gone asks no more", async () => {
  const { root, draw } = room();
  const end = draw();
  root.isConnected = false;
  end();
  await pass(10);
  assert.deepEqual(asked, []);
});
