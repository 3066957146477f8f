// Undo and redo by keyboard, their survival of a reload, and one entry of the browser's history for each step.
import { mindAddress } from "../../streamlit_internals/address.js";
import { begun, readTrail, redone, stepped, travelled, undone } from "./trail.js";
/** @import {Component} from "./types.d.ts" */
/** @import {Trail} from "./trail.js" */

/** @typedef {{tab: string, followed: boolean, link: string, own: string[], burst: number}} Data */
/** @typedef {{asked: string | null, trail: Trail | null, way: Way, stepped: number, data: Data}} Steps */
/** @typedef {"step" | "undo" | "redo" | "travel"} Way how the next link comes about */

const TAB = "next_dollar_tab";
const TRAIL = "next_dollar_trail";
const OTHER_INPUTS = new Set(["range", "checkbox", "radio", "button", "submit", "color", "file"]);

/** @param {Component<Data>} component */
export function mindSteps({ data, setTriggerValue }) {
  const page = /** @type {{nextDollarSteps?: Steps}} */ (/** @type {unknown} */ (window));
  const steps = (page.nextDollarSteps ??= listening(data));
  steps.data = data;
  const before = stored(TAB);
  const elsewhere = before && before !== data.tab && !data.followed;
  if (elsewhere && steps.asked !== before) {
    steps.asked = before;
    steps.trail = readTrail(stored(TRAIL));
    setTriggerValue("before", { tab: before, ...steps.trail });
    steps.way = "travel";
  }
  if (!elsewhere) store(TAB, data.tab);
  seen(steps, plain(data.link, data));
}

/**
 * @param {Data} data
 * @returns {Steps}
 */
function listening(data) {
  /** @type {Steps} */
  const steps = { asked: null, trail: null, way: "step", stepped: 0, data };
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest(".st-key-undo button, .st-key-redo button") : null;
    if (button) steps.way = button.closest(".st-key-undo") ? "undo" : "redo";
  }, true);
  mindAddress(linked, {
    written: () => linked(window.location) && seen(steps, plain(window.location.search, steps.data)),
    travelled: () => (steps.way = "travel"), // The server says where that leads.
  });
  return steps;
}

/**
 * Notes the link of what is on show.
 * @param {Steps} steps
 * @param {string} link
 */
function seen(steps, link) {
  const { trail, way } = steps;
  if (trail?.here !== link) {
    steps.trail = trail ? gone(steps, trail, link) : begun(link);
    steps.way = "step";
    store(TRAIL, JSON.stringify(steps.trail));
  } else if (way === "travel") steps.way = "step";
}

/**
 * @param {Steps} steps
 * @param {Trail} trail
 * @param {string} link
 */
function gone(steps, trail, link) {
  const { way, stepped: last, data } = steps;
  steps.stepped = 0;
  if (way === "travel") return travelled(trail, link);
  const there = way === "undo" ? undone(trail, link) : way === "redo" ? redone(trail, link) : trail;
  if (there !== trail) return there;
  steps.stepped = Date.now();
  // Steps on one lever that follow each other this fast are undone together.
  const one = steps.stepped - last < data.burst && planless(trail.here) === planless(link);
  return one ? { ...trail, here: link } : stepped(trail, link);
}

/**
 * The scenario's part of an address, as a browser writes it.
 * @param {string} query
 * @param {Data} data
 */
function plain(query, { own }) {
  const found = new URLSearchParams(query);
  for (const name of [...own, "embed", "embed_options"]) found.delete(name);
  return found.toString();
}

/** @param {string} link */
function planless(link) {
  const found = new URLSearchParams(link);
  found.delete("plan");
  return found.toString();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  const wanted = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" && !event.shiftKey ? "redo" : null;
  const button = /** @type {HTMLButtonElement | null} */ (wanted && document.querySelector(`.st-key-${wanted} button`));
  if (!button || isText(event.composedPath()[0])) return;
  event.preventDefault();
  if (!button.disabled) button.click();
}

/**
 * Whether the keys belong to a field of text.
 * @param {EventTarget} element
 */
function isText(element) {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element.tagName === "TEXTAREA") return true;
  return element instanceof HTMLInputElement && !OTHER_INPUTS.has(element.type);
}

/** @param {URL | Location} address */
function linked(address) {
  return new URLSearchParams(address.search).has("v");
}

/** @param {string} name */
function stored(name) {
  try {
    return window.sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {string} text
 */
function store(name, text) {
  try {
    window.sessionStorage.setItem(name, text);
  } catch {
    // Without storage, or where it is full, the steps end with the page.
  }
}
