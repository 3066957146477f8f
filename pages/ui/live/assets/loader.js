// Mounted once per full run: puts the code in the page, keyed by its content, and begins to load Vega. Called again
// when the theme changes.
import { makeCurve } from "./curve.js";
import { live } from "./dom.js";
import { HASH } from "./given.js";
import { mindHeader } from "./header.js";
import { mindKeyboard } from "./keyboard.js";
import { makeLandmark } from "./landmark.js";
import { makeLevers } from "./levers.js";
import { makeMarkup } from "./markup.js";
import { load, makePicture, ship } from "./picture.js";
import { mindPopovers } from "./popover.js";
import { mindPresses } from "./presses.js";
import { makeSpread } from "./spread.js";
import { mindSteps } from "./steps.js";
import { mindTaken } from "./take.js";
import { mindTerms, mindWord } from "./terms.js";
import { followTheme } from "./theme.js";
import { makeWords } from "./words.js";
/** @import {Chunks, Component} from "./types.d.ts" */

/** @typedef {Record<string, (component: Component) => unknown>} Entries */
/** @typedef {{ready?: Promise<Entries>, open?: (entries: Entries) => void, module?: Entries}} Slot */

/** @type {Entries} */
const entries = {
  levers: (component) => live(component, makeLevers),
  picture: (component) => live(component, makePicture),
  words: (component) => live(component, makeWords),
  curve: (component) => live(component, makeCurve),
  spread: (component) => live(component, makeSpread),
  markup: (component) => live(component, makeMarkup),
  landmark: (component) => live(component, makeLandmark),
  steps: mindSteps,
  ship: (/** @type {Component<Uint8Array>} */ component) => ship(JSON.parse(new TextDecoder().decode(component.data))),
};

/** @param {Component<[Chunks]>} component */
export default function (component) {
  const page = /** @type {{nextDollar?: Record<string, Slot>}} */ (globalThis);
  const slot = ((page.nextDollar ??= {})[HASH] ??= {});
  slot.ready ??= new Promise((open) => (slot.open = open));
  if (!slot.module) {
    mindHeader(document);
    mindTerms(document);
    mindWord(document);
    mindKeyboard(document);
    mindPopovers(document);
    mindPresses(document);
    mindTaken(document);
  }
  followTheme(component.parentElement);
  slot.module ??= entries;
  slot.open?.(slot.module);
  load(component.data[0]);
}
