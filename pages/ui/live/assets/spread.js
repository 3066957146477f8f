// A fact's distribution with its low, likely and high to drag along an axis; each place on the way is told to Python.
import { themeKey } from "../../streamlit_internals/elements.js";
import { adopt, isDark, make, putAttribute, putClass, putHidden, putStyle, putText } from "./dom.js";
import { hold, meant, THUMB_PX } from "./gesture.js";
import { makeGrip } from "./grip.js";
import { keyTarget } from "./keys.js";
import { formatMoney } from "./money.js";
import { makeOutbox } from "./outbox.js";
import { shape } from "./shape.js";
/** @import {Component, HandleData, HandleName, Part, SpreadData} from "./types.d.ts" */

const PARTS = 120;
const HIGH_PX = 84;
const FOOT_PX = 26;

/**
 * How likely each place between low and high is, as a share of the likeliest: the beta distribution of a PERT.
 * @param {number} low
 * @param {number} likely
 * @param {number} high
 * @returns {[number, number][]}
 */
export function density(low, likely, high) {
  if (!(high > low)) return [[likely, 0], [likely, 1], [likely, 0]];
  const mode = (likely - low) / (high - low);
  /** @type {(place: number) => number} */
  const rise = (place) => (mode ? (place / mode) ** (4 * mode) : 1) * (mode < 1 ? ((1 - place) / (1 - mode)) ** (4 * (1 - mode)) : 1);
  return Array.from({ length: PARTS + 1 }, (_, i) => [low + ((high - low) * i) / PARTS, rise(i / PARTS)]);
}

/**
 * Where a handle comes to rest: on the grid of steps, within what it can be, low and high on their sides of the likely.
 * @param {HandleData} handle
 * @param {number} wanted
 * @param {number} step
 * @param {number} likely
 */
export function placed({ name, least, most }, wanted, step, likely) {
  const low = name === "high" ? Math.max(least, likely) : least;
  const high = name === "low" ? Math.min(most, likely) : most;
  return Math.min(high, Math.max(low, Number((Math.round(wanted / step) * step).toPrecision(12))));
}

/**
 * @param {ShadowRoot} root
 * @returns {Part<SpreadData>}
 */
export function makeSpread(root) {
  adopt(root, ["tokens", "spread"]);
  const caption = make("figcaption");
  const svg = shape("svg", { "aria-hidden": "true" });
  const field = make("div", { class: "field", role: "group" }, svg);
  const said = make("p", { class: "said", role: "status" });
  const home = make("div", { class: "nd spread" }, make("figure", { role: "group" }, caption, field, said));
  root.append(home);
  let component = /** @type {Component} */ (/** @type {unknown} */ (null));
  let data = /** @type {SpreadData} */ (/** @type {unknown} */ (null));
  /** @type {string | null} */
  let theme = null;
  let width = 400;
  /** @type {HandleName | null} */
  let hand = null;
  /**
   * Where the hand has put handles that Python has not answered yet.
   * @type {Map<HandleName, number>}
   */
  const given = new Map();
  /** @type {Map<HandleName, ReturnType<typeof makeHandle>>} */
  const handles = new Map();
  const outbox = makeOutbox((move) => component.setStateValue("move", { ...move, revision: 0 }), settle);

  /** @param {HandleName} name */
  const value = (name) => given.get(name) ?? data.handles.find((one) => one.name === name)?.value ?? 0;
  /** @type {() => [number, number, number]} */
  function ends() {
    const likely = value("likely");
    return [Math.min(value("low"), likely), likely, Math.max(value("high"), likely)];
  }
  /** @param {number} amount */
  const across = (amount) => (width * (amount - data.start)) / (data.end - data.start || 1);

  function settle() {
    for (const name of [...given.keys()]) if (name !== hand && !outbox.concerns(name)) given.delete(name);
    draw();
  }
  /** @type {(handle: HandleData, wanted: number) => void} */
  function move(handle, wanted) {
    const amount = placed(handle, wanted, data.step, value("likely"));
    if (amount === value(handle.name)) return;
    given.set(handle.name, amount);
    outbox.push({ kind: "set", phase: "drag", lever: handle.name, amount });
    draw();
  }
  /** @param {HandleData} handle */
  function letGo({ name }) {
    hand = null;
    if (given.has(name)) outbox.push({ kind: "set", phase: "final", lever: name, amount: value(name) });
    draw();
  }

  /** @param {HandleData} first */
  function makeHandle(first) {
    const bubble = make("span", { class: "value", "aria-hidden": "true" });
    const node = make("div", { class: `handle ${first.name}`, role: "slider", tabindex: "0", "aria-orientation": "horizontal" },
      make("i"), bubble);
    let handle = first;
    const fixed = () => handle.least >= handle.most;
    makeGrip(node, {
      fixed,
      begin(event) {
        hand = handle.name;
        return { ...hold(event, THUMB_PX), value: value(handle.name) };
      },
      drag(start, event) {
        if (!meant(start, event)) return;
        move(handle, start.value + ((event.clientX - start.x) / width) * (data.end - data.start));
      },
      target: (event) => keyTarget(event, value(handle.name), handle.least, handle.most, data.step),
      move(wanted) {
        hand = handle.name;
        move(handle, wanted);
      },
      letGo: () => letGo(handle),
      callOff(start) {
        // Where it was is not on the grid of steps, and is told as it was: that states no range.
        if (given.has(handle.name)) given.set(handle.name, start.value);
        letGo(handle);
      },
    });
    return {
      node,
      /** @param {HandleData} next */
      patch(next) {
        handle = next;
        const text = formatMoney(data.writes, value(handle.name));
        putClass(node, "fixed", fixed());
        putStyle(node, "left", `${across(value(handle.name))}px`);
        putAttribute(node, "aria-label", handle.label);
        putAttribute(node, "aria-valuemin", handle.least);
        putAttribute(node, "aria-valuemax", handle.most);
        putAttribute(node, "aria-valuenow", value(handle.name));
        putAttribute(node, "aria-valuetext", text);
        putAttribute(node, "aria-disabled", fixed() ? "true" : null);
        putText(bubble, text);
      },
    };
  }

  function draw() {
    const base = HIGH_PX;
    const points = density(...ends()).map(([amount, part]) => `${across(amount).toFixed(2)} ${(base - part * (HIGH_PX - 12)).toFixed(2)}`);
    const [low, , high] = ends();
    const hill = shape("path", { class: `hill ${data.kind}`, d: `M${across(low)} ${base}L${points.join("L")}L${across(high)} ${base}Z` });
    const axis = shape("line", { class: "axis", x1: 0, x2: width, y1: base, y2: base });
    const ticks = data.ticks.map(([amount, text]) => {
      const at = across(amount);
      const label = shape("text", { class: "tick", x: at, y: base + FOOT_PX, "text-anchor": at < 20 ? "start" : at > width - 20 ? "end" : "middle" });
      label.textContent = text;
      return label;
    });
    svg.replaceChildren(axis, hill, ...ticks);
    for (const handle of data.handles) handles.get(handle.name)?.patch(handle);
    putText(said, data.error || data.note);
    putClass(said, "stopped", Boolean(data.error));
    putHidden(said, !data.error && !data.note);
  }
  const observer = new ResizeObserver(([entry]) => {
    width = entry.contentRect.width || width;
    if (data) draw();
  });
  observer.observe(field);

  return {
    update(next, news) {
      component = next;
      data = news;
      if (theme !== themeKey(root)) {
        theme = themeKey(root);
        putClass(home, "dark", isDark(root.host));
      }
      putClass(home, "guess", data.kind === "guessed");
      putStyle(home, "--role", `var(--nd-${data.role})`);
      putText(caption, data.title);
      putAttribute(field, "aria-label", data.alt);
      for (const handle of data.handles) {
        if (handles.has(handle.name)) continue;
        const made = makeHandle(handle);
        handles.set(handle.name, made);
        field.append(made.node);
      }
      outbox.answered(data.seq);
      settle();
    },
    destroy() {
      observer.disconnect();
      outbox.stop();
    },
  };
}
