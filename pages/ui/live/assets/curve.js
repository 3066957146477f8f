// A response curve that bends under the finger. What is let go is sent; until the answer comes it stays as it was left.
import { themeKey } from "../../streamlit_internals/elements.js";
import { standalone } from "./chart_file.js";
import { adopt, isDark, make, put, putAttribute, putClass, putHidden, putStyle, putText } from "./dom.js";
import { makePoint } from "./point.js";
import { response } from "./response.js";
import { shape } from "./shape.js";
import { makeTake } from "./take.js";
/** @import {Component, CurveData, CurveHandle, CurvePanel, CurvePoint, CurveValues, Part, PointName} from "./types.d.ts" */

const ABOVE_PX = 14;
const BELOW_PX = 4;
const BEYOND = 0.38;
const PIECES = 96;
const TICK_PX = 11;
/** @type {Record<string, number>} Where each point stands, in times today's effort; the ceiling is reached by none. */
const EFFORTS = { zero: 0, today: 1, half_more: 1.5, double: 2, ceiling: 3 };

/** @type {(from: number, to: number) => number[]} */
const between = (from, to) => Array.from({ length: PIECES + 1 }, (_, i) => from + ((to - from) * i) / PIECES);

/**
 * The stretches between points, each with whether it leans on a guess; what lies beyond the last point does.
 * @param {CurvePoint[]} points
 * @param {number} last
 * @returns {[number, number, boolean][]}
 */
export function stretches(points, last) {
  const stand = points.filter(({ name }) => name !== "ceiling").sort((a, b) => EFFORTS[a.name] - EFFORTS[b.name]);
  const ends = stand.slice(1).map((point, i) => /** @type {[number, number, boolean]} */ (
    [EFFORTS[stand[i].name], EFFORTS[point.name], point.kind === "guessed" || stand[i].kind === "guessed"]));
  const from = ends.length ? ends[ends.length - 1][1] : 0;
  return last > from ? [...ends, [from, last, true]] : ends;
}

/**
 * @param {ShadowRoot} root
 * @returns {Part<CurveData>}
 */
export function makeCurve(root) {
  adopt(root, ["tokens", "take", "curve"]);
  const caption = make("figcaption");
  const svg = shape("svg", { "aria-hidden": "true" });
  const field = make("div", { class: "field", role: "group" });
  const feet = make("div", { class: "feet", "aria-hidden": "true" });
  const said = make("p", { class: "said", role: "status" });
  const table = make("div");
  const take = makeTake(() => ({
    title: panel.data.title, note: "", alt: panel.data.alt, rows: [panel.data.table.header, ...panel.data.table.rows],
    drawn: { svg, extra: marked }, font: getComputedStyle(field).fontFamily,
  }), ["copy", "csv", "png", "svg"]);
  const head = make("div", { class: "head" }, caption, take.row, table);
  const home = make("div", { class: "nd curve" }, make("figure", { role: "group" }, head, field, said, feet));
  field.append(svg);
  root.append(home);
  let component = /** @type {Component} */ (/** @type {unknown} */ (null));
  /** @type {Map<PointName, CurveHandle>} */
  const handles = new Map();
  /**
   * Values the hand has given that Python has not answered yet.
   * @type {Map<PointName, number>}
   */
  const given = new Map();
  /** @type {PointName | null} */
  let hand = null;
  let stopped = "";
  let width = 300;
  /** @type {string | null} */
  let theme = null;

  const panel = /** @type {CurvePanel} */ ({
    value: ({ name, value }) => follows(name) ?? given.get(name) ?? value,
    height: () => field.clientHeight - ABOVE_PX - BELOW_PX,
    moved({ name }, value, reason) {
      hand = name;
      stopped = reason;
      given.set(name, value);
      draw();
    },
    letGo(point) {
      hand = null;
      const value = given.get(point.name);
      if (value === undefined || value === point.value) given.delete(point.name);
      else component.setTriggerValue("point", { point: point.name, value });
      draw();
    },
    calledOff({ name }) {
      hand = null;
      stopped = "";
      given.delete(name);
      draw();
    },
  });
  const observer = new ResizeObserver(([entry]) => {
    width = entry.contentRect.width || width;
    if (panel.data) draw();
  });
  observer.observe(field);

  const columns = () => panel.data.points.filter(({ name }) => name !== "half_more").length;
  /** @param {number} effort */
  const across = (effort) => (width * (effort + 0.5)) / columns();
  /** @param {number} result */
  const down = (result) => ABOVE_PX + panel.height() * (1 - result / panel.data.top);
  const last = () => Math.min(2 + BEYOND, columns() - 0.5);

  /** @param {Partial<CurveValues>} other */
  function curve(other = {}) {
    /** @type {CurveValues} */
    const facts = { zero: 0, today: 0, double: null, half_more: null, ceiling: null };
    for (const { name, value } of panel.data.points) facts[name] = given.get(name) ?? value;
    const { family } = panel.data;
    if (family === "exponential" && facts.ceiling !== null) facts.double = null;
    return response(family, { ...facts, ...other });
  }
  /**
   * What a point is where it follows from the others: all are today's on a flat curve, and a ceiling says what doubling brings.
   * @param {PointName} name
   */
  function follows(name) {
    const { family, points } = panel.data;
    const leads = family === "flat" ? name !== "today" : family === "exponential" && name === "double" && points.some((one) => one.name === "ceiling");
    return leads ? curve()?.(EFFORTS[name]) : undefined;
  }
  /** @type {(efforts: readonly number[], results: readonly number[]) => string} */
  const path = (efforts, results) =>
    efforts.map((effort, i) => `${i ? "L" : "M"}${across(effort).toFixed(2)} ${down(results[i]).toFixed(2)}`).join("");

  /** @returns {SVGElement[]} */
  function lines() {
    const { efforts, others, points, rows } = panel.data;
    const found = others.map(({ results }, i) => shape("path", { class: i ? "line other open" : "line other nearest", d: path(efforts, results) }));
    for (const [effort, result] of rows) {
      if (effort <= last() + 0.1) found.push(shape("circle", { class: "row", cx: across(effort), cy: down(result), r: 3.5 }));
    }
    const now = curve();
    const ends = points.find(({ name, kind }) => name === "double" && kind === "guessed")?.ends;
    const [low, high] = ends && !given.size ? ends.map((double) => curve({ double })) : [null, null];
    if (low && high) {
      const there = between(1, last());
      found.push(shape("path", { class: "band",
        d: `${path(there, there.map(low))}${path([...there].reverse(), [...there].reverse().map(high)).replace("M", "L")}Z` }));
    }
    if (now) {
      for (const [from, to, open] of stretches(points, last())) {
        found.push(shape("path", { class: open ? "line open" : "line", d: path(between(from, to), between(from, to).map(now)) }));
      }
    }
    const most = points.find(({ name }) => name === "ceiling");
    if (most) {
      const y = down(panel.value(most));
      found.push(shape("line", { class: "line open", x1: across(2.45), x2: across(3), y1: y, y2: y }));
    }
    return [...found, ...(given.size ? [] : points.flatMap(ticks))];
  }
  /**
   * Where the verdict turns: a short line at that height, and its words on the side that the curve leaves free.
   * @param {CurvePoint} point
   */
  function ticks({ name, value, turns }) {
    const x = across(EFFORTS[name]);
    const left = x > width / 2;
    return turns.flatMap(([at, text]) => {
      const y = down(at);
      const label = shape("text", { class: "turn", x: left ? x + TICK_PX : x - TICK_PX, y: at < value ? y + 15 : y - 6, "text-anchor": left ? "end" : "start" });
      label.textContent = text;
      return [shape("line", { class: "turn", x1: x - TICK_PX, x2: x + TICK_PX, y1: y, y2: y }), label];
    });
  }
  function ground() {
    const { ticks, points } = panel.data;
    const found = ticks.flatMap(([result, text]) => {
      const label = shape("text", { class: "tick", x: 0, y: down(result) - 4 });
      label.textContent = text;
      const line = { class: result ? "grid" : "axis", x1: 0, x2: width, y1: down(result), y2: down(result) };
      return [shape("line", line), label];
    });
    const plumbs = points.filter(({ name }) => name !== "ceiling").map((point) => {
      const x = across(EFFORTS[point.name]);
      return shape("line", { class: "plumb", x1: x, x2: x, y1: down(panel.value(point)), y2: down(0) });
    });
    return [...found, ...plumbs];
  }
  /**
   * For a picture of its own: the points and, below, the words under them, which on the page are no part of the drawing.
   * Returns how many pixels they need below.
   * @param {SVGElement} into
   */
  function marked(into) {
    const shown = panel.data.points.filter(({ name }) => name !== "half_more");
    for (const point of panel.data.points) {
      const mark = handles.get(point.name)?.node.querySelector("svg");
      if (!mark) continue;
      const own = standalone(mark);
      const place = { x: across(EFFORTS[point.name]) - 8, y: down(panel.value(point)) - 8, width: 16, height: 16, overflow: "visible" };
      for (const [name, value] of Object.entries(place)) own.setAttribute(name, String(value));
      into.append(own);
    }
    shown.forEach(({ name, label, spend }) => [label, spend].forEach((text, i) => {
      const line = shape("text", { x: across(EFFORTS[name]), y: field.clientHeight + 18 + 17 * i, "text-anchor": "middle",
        "font-size": 13 - i, fill: i ? "#6b7280" : "#111827", "font-family": getComputedStyle(field).fontFamily });
      line.textContent = text;
      into.append(line);
    }));
    return 40;
  }
  function draw() {
    svg.replaceChildren(...ground(), ...lines());
    for (const point of panel.data.points) {
      handles.get(point.name)?.patch(point, across(EFFORTS[point.name]), down(panel.value(point)));
    }
    const wrong = (hand && stopped) || stopped || panel.data.error;
    putText(said, wrong || panel.data.note);
    putClass(said, "stopped", Boolean(wrong));
    putHidden(said, !wrong && !panel.data.note);
  }
  function place() {
    const names = new Set(panel.data.points.map(({ name }) => name));
    for (const [name, { node }] of handles) {
      if (names.has(name)) continue;
      node.remove();
      handles.delete(name);
    }
    for (const point of panel.data.points) {
      if (handles.has(point.name)) continue;
      const handle = makePoint(panel, point);
      handles.set(point.name, handle);
      field.append(handle.node);
    }
  }
  function words() {
    const { points, table: told } = panel.data;
    putStyle(feet, "grid-template-columns", `repeat(${columns()}, minmax(0, 1fr))`);
    const shown = points.filter(({ name }) => name !== "half_more");
    put(feet, "feet", JSON.stringify(shown.map(({ label, spend }) => [label, spend])), () =>
      feet.replaceChildren(...shown.map(({ label, spend }) => make("div", {}, label, make("small", {}, spend)))));
    put(table, "table", JSON.stringify(told), () => {
      const open = table.querySelector("details")?.open;
      const [header, ...rows] = [told.header, ...told.rows].map((cells, i) =>
        make("tr", {}, ...cells.map((cell, j) => make(i && j ? "td" : "th", i && j ? {} : { scope: i ? "row" : "col" }, cell))));
      const details = make("details", {}, make("summary", {}, told.label),
        make("table", {}, make("thead", {}, header), make("tbody", {}, ...rows)));
      details.open = Boolean(open);
      table.replaceChildren(details);
    });
  }
  /** @type {CurveData | null} */
  let before = null;

  return {
    update(next, data) {
      component = next;
      if (data !== before) {
        before = panel.data = data;
        if (!given.size) stopped = "";
        for (const name of [...given.keys()]) if (name !== hand) given.delete(name);
      }
      if (theme !== themeKey(root)) {
        theme = themeKey(root);
        putClass(home, "dark", isDark(root.host));
      }
      putStyle(home, "--curve", `var(--nd-${data.role})`);
      putText(caption, data.title);
      putHidden(caption, !data.title);
      putAttribute(field, "aria-label", data.alt);
      take.update(data.title, true);
      place();
      words();
      draw();
    },
    destroy: () => observer.disconnect(),
  };
}
