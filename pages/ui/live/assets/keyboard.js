// Where the keyboard goes next, in the two places where the order on the screen is not that of the page: what a button
// opens stands at the page's end, and on phones the header's last button stands in its first row.
import NAMES from "../../streamlit_internals/dom.json" with { type: "json" };
import { fallBack } from "../../streamlit_internals/fallback.js";
import { openedIn, openerIn, ownerIn } from "./popover.js";

const STOPS = "a[href], button, input, select, textarea, summary, [tabindex]";
const ROW_PX = 24;
const OPENING_MS = 4000;
const STEP_MS = 50;

/**
 * All that Tab stops at, in the order of the page, inside of components too.
 * @param {ParentNode} root
 * @returns {HTMLElement[]}
 */
function stopsIn(root) {
  return [...root.children].flatMap((node) => {
    const own = node instanceof HTMLElement && node.matches(STOPS) && isStop(node) ? [node] : [];
    return [...own, ...(node.shadowRoot ? stopsIn(node.shadowRoot) : []), ...stopsIn(node)];
  });
}

/** @param {HTMLElement} node */
function isStop(node) {
  // While the focus is elsewhere, Streamlit keeps what a button opened out of Tab's way and what it had in the data.
  const index = Number(node.dataset.tabindex ?? node.tabIndex);
  if (node.matches(":disabled") || index < 0 || !node.checkVisibility({ visibilityProperty: true })) return false;
  if (!(node instanceof HTMLInputElement) || node.type !== "radio" || node.checked) return true;
  const root = /** @type {Document | ShadowRoot} */ (node.getRootNode());
  const radios = /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll('input[type="radio"]'));
  const group = [...radios].filter(({ name }) => name === node.name);
  return !group.some(({ checked }) => checked) && group[0] === node;
}

/**
 * @param {Document} page
 * @returns {Element | null}
 */
function focusedIn(page) {
  let node = page.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node;
}

/**
 * As read: row by row, from left to right.
 * @param {HTMLElement[]} stops
 */
function asSeen(stops) {
  const places = stops.map((stop) => {
    const { x, y, height } = stop.getBoundingClientRect();
    return { stop, x, row: Math.round((y + height / 2) / ROW_PX) };
  });
  return places.sort((one, other) => one.row - other.row || one.x - other.x).map(({ stop }) => stop);
}

/** @param {Document} page */
export function mindKeyboard(page) {
  // Asked for anew each time: Streamlit may draw both again at any answer.
  const opened = () => openedIn(page);
  const owner = () => ownerIn(page);
  let entering = 0;

  // Into what a key has opened, and again where it is drawn anew before the hand does something else.
  function enter(left = OPENING_MS) {
    const body = opened();
    if (body && (page.activeElement === owner() || page.activeElement === page.body)) {
      body.tabIndex = -1;
      body.focus();
    }
    if (left <= 0 && owner() && !body) fallBack("place of what a button opened", "Tab comes to it at the page's end");
    entering = left > 0 ? window.setTimeout(enter, STEP_MS, left - STEP_MS) : 0;
  }
  /**
   * To the same place in what is open, where it was drawn anew because its button was: whoever chooses there goes on choosing.
   * @param {number} place
   * @param {number} left
   */
  function resume(place, left = OPENING_MS) {
    const body = opened();
    if (body && page.activeElement === page.body && page.querySelector(NAMES.drawn)) stopsIn(body)[place]?.focus();
    entering = left > 0 ? window.setTimeout(resume, STEP_MS, place, left - STEP_MS) : 0;
  }
  /**
   * Back to the button once what it opened is gone.
   * @param {string} key
   * @param {number} left
   */
  function leave(key, left = OPENING_MS) {
    if (!opened()) openerIn(page, key)?.focus();
    else if (left > 0) setTimeout(leave, STEP_MS, key, left - STEP_MS);
  }

  /**
   * The order of Tab around the place where the focus is; null where the page's own order is that of the screen.
   * @param {HTMLElement} focused
   */
  function order(focused) {
    const part = page.querySelector(NAMES.main);
    if (!part) fallBack("main part of the page", "Tab counts all that is in the page");
    const main = stopsIn(part ?? page.body);
    const [body, button] = [opened(), owner()];
    if (body && button && (focused === button || body.contains(page.activeElement))) {
      const after = main.indexOf(button) + 1;
      return [...main.slice(0, after), ...(focused === body ? [body] : []), ...stopsIn(body), ...main.slice(after)];
    }
    const header = page.querySelector(".st-key-header");
    const inside = header ? main.filter((stop) => header.contains(stop)) : [];
    const last = inside.at(-1);
    if (!last) return null;
    const after = main.indexOf(last) + 1;
    if (!inside.includes(focused) && focused !== main[after]) return null;
    const pages = inside.filter((stop) => stop.closest(".st-key-pages"));
    const rest = asSeen(inside.filter((stop) => !pages.includes(stop)));
    return [...main.slice(0, after - inside.length), ...pages, ...rest, ...main.slice(after)];
  }

  /** @param {KeyboardEvent} event */
  function tab(event) {
    const focused = focusedIn(page);
    const stops = focused instanceof HTMLElement ? order(focused) : null;
    if (!(focused instanceof HTMLElement) || !stops?.includes(focused)) return;
    const next = stops[stops.indexOf(focused) + (event.shiftKey ? -1 : 1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
    if (next instanceof HTMLInputElement || next instanceof HTMLTextAreaElement) next.select();
  }

  for (const type of ["keydown", "pointerdown"]) page.addEventListener(type, () => clearTimeout(entering), true);
  page.addEventListener("keydown", () => {
    const body = opened();
    const focused = focusedIn(page);
    if (!(focused instanceof HTMLElement) || !body?.contains(page.activeElement)) return;
    const place = stopsIn(body).indexOf(focused);
    if (place >= 0) entering = window.setTimeout(resume, STEP_MS, place);
  }, true);
  page.addEventListener("keydown", (event) => {
    const plain = !event.defaultPrevented && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (event.key === "Tab" && plain) tab(event);
    const key = event.key === "Escape" && opened()?.contains(page.activeElement) && keyOf(owner());
    if (key) leave(key);
  });
  page.addEventListener("click", (event) => {
    // A key has no place where it was pressed; the focus of who points stays where it is.
    const { detail, target } = event;
    if (detail === 0 && target instanceof Element && target.closest(NAMES.opener)) enter();
  });
}

/**
 * The class by which the block around a button is found again.
 * @param {HTMLElement | null} button
 */
function keyOf(button) {
  const block = button?.closest('[class*="st-key-"]');
  return block ? `.${[...block.classList].find((name) => name.startsWith("st-key-"))}` : null;
}
