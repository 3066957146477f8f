// Asks a small answer of the server every few seconds, and lets the page be drawn anew only when there is news.
// Drawing on a timer instead would cost the server far more, and can swallow the answer to a move made just then.
// A connection that comes back may lead to a server that knows nothing of this page, and ignores what is pressed on
// it, until the page has been drawn once: another replica, or the same one after a long sleep. Streamlit leaves that out.
import { whenConnectedAgain } from "../ui/streamlit_internals/connection.js";
/** @import {Component, Root} from "../ui/live/assets/types.d.ts" */

/** @typedef {{key: string, seen: number[], seconds: number, whole: boolean}} Wanted */
/** @typedef {{component: Component, wanted: Wanted, told: number, times: number, stop: () => void}} Page */

const PATIENCE = 6000;
const MOST_PATIENCE = 96_000;
const LONGEST = 10_000;
/** @type {WeakMap<Root, Page>} */
const pages = new WeakMap();

/**
 * Whether a room has come further than another stand of it: the first number that differs decides.
 * @param {number[]} a
 * @param {number[]} b
 */
export const later = (a, b) =>
  a.some((value, place) => value > b[place] && a.slice(0, place).every((v, i) => v === b[i]));

/** @param {Component<[Wanted]>} component */
export default function (component) {
  const { data, parentElement } = component;
  const page = pages.get(parentElement) ?? start(parentElement, component);
  pages.set(parentElement, page);
  Object.assign(page, { component, wanted: data[0], told: 0, times: 0 });
  return () => void setTimeout(() => parentElement.isConnected || page.stop(), 0);
}

/**
 * @param {Root} root
 * @param {Component<[Wanted]>} component
 * @returns {Page}
 */
function start(root, component) {
  let timer = 0;
  const tell = () => {
    // Drawn anew it asks afresh. Telling again ends the drawing that is under way and begins another: a server that a
    // crowd keeps busy for longer than that would never come to an end, so each time it is left in peace for longer.
    if (Date.now() - page.told < Math.min(PATIENCE * 2 ** (page.times - 1), MOST_PATIENCE)) return;
    page.told = Date.now();
    page.times += 1;
    page.component.setTriggerValue("news", page.told);
  };
  async function ask() {
    const { key, seen } = page.wanted;
    // A network that swallows a question would otherwise leave the page behind for as long as the browser waits.
    const late = new AbortController();
    const limit = setTimeout(() => late.abort(), LONGEST);
    try {
      const where = new URL(`room-pulse/${key}?seen=${seen.join("-")}`, window.location.href);
      const answer = await fetch(where, { cache: "no-store", signal: late.signal });
      if (answer.status === 410 || (answer.ok && later(await answer.json(), seen))) tell();
    } catch {
      // The network is away; Streamlit says so, and the next question comes soon.
    }
    clearTimeout(limit);
    plan();
  }
  const plan = () => {
    clearTimeout(timer);
    if (root.isConnected) timer = window.setTimeout(ask, page.wanted.seconds * 1000 * (0.85 + 0.3 * Math.random()));
  };
  const deaf = whenConnectedAgain(() => {
    if (!page.wanted.whole) return;
    page.told = page.times = 0;
    tell();
  });
  /** @type {Page} */
  const page = { component, wanted: component.data[0], told: 0, times: 0, stop: () => (clearTimeout(timer), deaf()) };
  document.addEventListener("visibilitychange", () => document.hidden || !root.isConnected || ask());
  setTimeout(plan, 0);
  return page;
}
