// One point of a curve that can be dragged up and down, or moved by the keys.
import { make, putAttribute, putClass, putStyle, putText } from "./dom.js";
import { makeGrip } from "./grip.js";
import { keyTarget } from "./keys.js";
import { formatMoney } from "./money.js";
import { shape } from "./shape.js";
/** @import {CurveHandle, CurvePanel, CurvePoint} from "./types.d.ts" */

/**
 * The nearest value on the grid of steps that the point can be moved to, and why it can be moved no further.
 * @param {CurvePoint} point
 * @param {number} wanted
 * @param {number} step
 */
export function withinStops({ low, high, too_low: tooLow, too_high: tooHigh }, wanted, step) {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Where there is no step between the ends, the ends themselves are all there is.
  if (first > last) return { value: Math.min(high, Math.max(low, wanted)), stopped: wanted < low ? tooLow : tooHigh };
  const place = Math.round(wanted / step);
  const value = Number((Math.min(last, Math.max(first, place)) * step).toPrecision(12));
  return { value, stopped: place < first ? tooLow : place > last ? tooHigh : "" };
}

/** @param {"stated" | "read" | "guessed"} kind */
function markOf(kind) {
  const box = { x: 2, y: 2, width: 12, height: 12 };
  const ring = { cx: 8, cy: 8, r: kind === "guessed" ? 6 : 6.5 };
  const mark = shape(kind === "read" ? "rect" : "circle", { class: `mark ${kind}`, ...(kind === "read" ? box : ring) });
  return shape("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, mark);
}

/**
 * @param {CurvePanel} panel
 * @param {CurvePoint} first
 * @returns {CurveHandle}
 */
export function makePoint(panel, first) {
  const bubble = make("span", { class: "value", "aria-hidden": "true" });
  const node = make("div", { class: "point", role: "slider", tabindex: "0", "aria-orientation": "vertical" }, markOf(first.kind), bubble);
  let point = first;
  const fixed = () => point.low >= point.high;

  /** @param {number} wanted */
  function move(wanted) {
    const { value, stopped } = withinStops(point, wanted, panel.data.step);
    panel.moved(point, value, stopped);
  }
  makeGrip(node, {
    fixed,
    begin: (event) => ({ y: event.clientY, value: panel.value(point) }),
    drag(start, event) {
      const by = ((start.y - event.clientY) / panel.height()) * panel.data.top;
      if (by || panel.value(point) !== start.value) move(start.value + by);
    },
    target(event) {
      const { step } = panel.data;
      return keyTarget(event, panel.value(point), point.low - step, point.high + step, step);
    },
    move,
    letGo: () => panel.letGo(point),
    callOff: () => panel.calledOff(point),
  });

  return {
    node,
    patch(next, left, top) {
      if (next.kind !== point.kind) node.replaceChild(markOf(next.kind), node.children[0]);
      point = next;
      const value = panel.value(point);
      const text = formatMoney(panel.data.writes, value);
      putClass(node, "fixed", fixed());
      putClass(node, "high", top < 60);
      putStyle(node, "left", `${left}px`);
      putStyle(node, "top", `${top}px`);
      putAttribute(node, "data-point", point.name);
      putAttribute(node, "aria-label", point.label);
      putAttribute(node, "aria-valuemin", point.low);
      putAttribute(node, "aria-valuemax", point.high);
      putAttribute(node, "aria-valuenow", value);
      putAttribute(node, "aria-valuetext", `${text}${point.kind === "guessed" ? ", a guess" : ""}`);
      putAttribute(node, "aria-disabled", fixed() ? "true" : null);
      putText(bubble, text);
    },
  };
}
