// The whole control. It moves only what the hand holds; every other row shows what Python last sent.
import { themeKey } from "../../streamlit_internals/elements.js";
import { makeBar } from "./bar.js";
import { makeChoices } from "./choices.js";
import { adopt, isDark, make, putAttribute, putClass, putHidden, putText } from "./dom.js";
import { makeLever } from "./lever.js";
import { makeOutbox } from "./outbox.js";
import { hearTerms } from "./terms.js";
/** @import {Component, Lever, LeversData, Panel, Part} from "./types.d.ts" */
const NARROW_PX = 430;
const NOTE_REST_MS = 600;

/**
 * @param {ShadowRoot} root
 * @returns {Part<LeversData>}
 */
export function makeLevers(root) {
  adopt(root, ["tokens", "levers"]);
  hearTerms(root);
  const home = make("section", { class: "nd levers", role: "group" });
  const keyBest = make("span");
  const keyToday = make("span");
  const keyLimits = make("span");
  /** @type {(mark: string, words: Node) => HTMLElement} */
  const key = (mark, words) => make("span", { class: "key" }, make("i", { class: mark }), words);
  const keyOfBest = key("mark-best", keyBest);
  const keyOfLimits = key("mark-limit", keyLimits);
  const keys = make("span", { class: "keys" }, keyOfBest, key("mark-today", keyToday), keyOfLimits);
  const note = make("span");
  const spoken = make("span", { class: "unseen", "aria-live": "polite" });
  const foot = make("p", { class: "foot" }, keys, note);
  root.append(home);

  // Both are there before anything else is called.
  let component = /** @type {Component} */ (/** @type {unknown} */ (null));
  let data = /** @type {LeversData} */ (/** @type {unknown} */ (null));
  /** @type {Lever[]} */
  let levers = [];
  /** @type {ReturnType<typeof makeBar> | null} */
  let bar = null;
  /** @type {string | null} */
  let theme = null;
  let width = 500;
  let speaking = 0;
  /** @type {Set<(event: Event) => void>} */
  const releases = new Set();

  const panel = /** @type {Panel} */ ({
    outbox: makeOutbox((move) => component.setStateValue("move", { ...move, revision: data.revision }), () => draw()),
    changed() {
      drawing ||= window.setTimeout(draw);
    },
    barWidth: () => width,
    sum: () => levers.reduce((sum, lever) => sum + lever.amount(), 0),
    share: (amount) => Math.round((100 * amount) / (panel.sum() || 1)),
    onRelease: (run) => void releases.add(run),
  });
  const choices = makeChoices(panel);
  /** @param {Event} event */
  function release(event) {
    const runs = [...releases];
    releases.clear();
    for (const run of runs) run(event);
  }
  for (const type of ["pointerup", "pointercancel", "blur"]) window.addEventListener(type, release, true);
  const observer = new ResizeObserver(([entry]) => {
    width = entry.contentRect.width || width;
    putClass(home, "narrow", width <= NARROW_PX);
    if (bar) bar.patch();
  });
  observer.observe(home);

  function build() {
    levers = data.levers.map((given) => makeLever(panel, given));
    levers.forEach((lever, i) => (lever.firstOfRole = levers.findIndex((one) => one.data.role === lever.data.role) === i));
    bar = makeBar(panel, levers);
    home.replaceChildren(bar.node, ...levers.map((lever) => lever.row), choices.node, foot, spoken);
  }
  // Streamlit sends from a timer of its own; drawing from a later one lets the move leave before a frame is made.
  let drawing = 0;
  function draw() {
    clearTimeout(drawing);
    drawing = 0;
    levers.forEach((lever) => {
      if (!lever.hand && !lever.keys && !panel.outbox.concerns(lever.key)) lever.local = lever.lockWish = null;
    });
    levers.forEach((lever, i) => lever.patch(data.levers[i]));
    bar?.patch();
  }
  function speak() {
    clearTimeout(speaking);
    speaking = window.setTimeout(() => putText(spoken, data.note), NOTE_REST_MS);
  }

  return {
    update(next, given) {
      component = next;
      data = given;
      Object.assign(panel, { money: data.money, words: data.words, error: data.error });
      if (theme !== themeKey(root)) {
        theme = themeKey(root);
        putClass(home, "dark", isDark(root.host));
      }
      putAttribute(home, "aria-label", data.words.group);
      if (data.levers.map((lever) => lever.key).join("\n") !== levers.map((lever) => lever.key).join("\n")) build();
      panel.outbox.answered(data.seq);
      draw();
      choices.patch(data.choices);
      putText(keyLimits, data.words.key_limits);
      putHidden(keyOfLimits, data.levers.every(({ least, most }) => least === null && most === null));
      putText(keyBest, data.words.key_best);
      putText(keyToday, data.words.key_today);
      putHidden(keys, !data.words.key_best);
      putHidden(keyOfBest, data.levers.every((lever) => lever.best === null));
      if (putText(note, data.note)) speak();
    },
    destroy() {
      for (const type of ["pointerup", "pointercancel", "blur"]) window.removeEventListener(type, release, true);
      observer.disconnect();
      clearTimeout(drawing);
      clearTimeout(speaking);
      panel.outbox.stop();
    },
  };
}
