// What stands around a component of ours in the page.
import NAMES from "./dom.json" with { type: "json" };
import { fallBack } from "./fallback.js";
/** @import {Root} from "../live/assets/types.d.ts" */

const OWN = '[class*="st-key-"]'; // Promised: the box of what was given a key.

/** @type {(root: Root) => Element} */
const hostOf = (root) => (root instanceof ShadowRoot ? root.host : root);

/**
 * Streamlit starts to fade every element of a fragment whenever it runs; live ones must neither fade nor cost frames.
 * @param {Root} root
 */
export function steady(root) {
  const box = hostOf(root).closest(NAMES.element);
  if (!(box instanceof HTMLElement)) return fallBack("box around an element", "live elements may fade while they run");
  box.style.setProperty("opacity", "1");
  box.style.setProperty("transition", "none");
}

/**
 * The container that a component was called in.
 * @param {Root} root
 */
export function blockAround(root) {
  const block = hostOf(root).parentElement?.closest(NAMES.block);
  if (block) return block;
  fallBack("block around an element", "what is around the element takes its place");
  return hostOf(root).closest(OWN)?.parentElement ?? null;
}

/**
 * What is another string under another theme. Streamlit keeps its theme variables in a class of the element around
 * ours, so the class names the theme and no style has to be computed to see that it is still the same.
 * @param {ShadowRoot} root
 */
export function themeKey(root) {
  const name = root.host.parentElement?.className;
  if (name) return name;
  fallBack("class that holds the theme", "its colour is looked up at each update");
  return getComputedStyle(root.host).getPropertyValue("--st-background-color");
}
