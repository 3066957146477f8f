// The stacked bar: a share per lever and a divider between neighbours, which moves money between those two alone.
import { fill, make, putAttribute, putClass, putStyle, putText } from "./dom.js";
import { hold, meant, THUMB_PX } from "./gesture.js";
import { keyTarget } from "./keys.js";
import { formatMoney } from "./money.js";
/** @import {Hold, Lever, Panel, Phase} from "./types.d.ts" */

const LABEL_PX = 34;

/**
 * @param {Panel} panel
 * @param {Lever} left
 * @param {Lever} right
 */
function makeDivider(panel, left, right) {
  const handle = make("div", { class: "divider", role: "slider", tabindex: "0", "aria-orientation": "horizontal" });
  /**
   * Where the pointer took hold, and the amount there.
   * @type {(Hold & {amount: number}) | null}
   */
  let start = null;
  /** @type {number | null} */
  let sent = null;
  let keys = false;
  const pair = () => left.amount() + right.amount();
  const low = () => Math.max(left.floor(), pair() - right.ceiling());
  const high = () => Math.min(left.ceiling(), pair() - right.floor());
  const fixed = () => left.locked() || right.locked();

  /**
   * @param {number} amount
   * @param {Phase} phase
   */
  function move(amount, phase) {
    const both = pair();
    left.local = Number(Math.min(high(), Math.max(low(), amount)).toFixed(panel.money.decimals ?? 0));
    right.local = Number((both - left.local).toFixed(panel.money.decimals ?? 0));
    panel.outbox.push({ kind: "shift", lever: left.key, other: right.key, amount: left.local, phase });
    panel.changed();
  }
  /** @param {boolean} on */
  function held(on) {
    left.hand = right.hand = on;
    putClass(handle, "held", on);
  }
  handle.addEventListener("pointerdown", (event) => {
    if (event.button || fixed()) return;
    event.preventDefault();
    handle.focus({ preventScroll: true });
    handle.setPointerCapture(event.pointerId);
    const from = { ...hold(event, THUMB_PX), amount: left.amount() };
    start = from;
    sent = null;
    if (from.meant) held(true);
    panel.onRelease((released) => {
      const end = released.type === "pointercancel" ? from.amount : left.amount();
      start = null;
      held(false);
      if (sent !== null) move(end, "final");
      panel.changed();
    });
  });
  handle.addEventListener("pointermove", (event) => {
    if (!start || !meant(start, event)) return;
    held(true);
    const { step } = left.data;
    const raw = start.amount + ((event.clientX - start.x) / panel.barWidth()) * panel.sum();
    const amount = Math.min(high(), Math.max(low(), start.amount + Math.round((raw - start.amount) / step) * step));
    if (amount === (sent ?? start.amount)) return;
    sent = amount;
    move(amount, "drag");
  });
  handle.addEventListener("keydown", (event) => {
    const target = keyTarget(event, left.amount(), low(), high(), left.data.step);
    if (target === null) return;
    event.preventDefault();
    if (fixed() || target === left.amount()) return;
    keys = event.repeat;
    move(target, event.repeat ? "drag" : "final");
  });
  const keysUp = () => {
    if (!keys) return;
    keys = false;
    move(left.amount(), "final");
  };
  handle.addEventListener("keyup", keysUp);
  handle.addEventListener("blur", keysUp);

  /** @param {string} position */
  const patch = (position) => {
    const { words, money } = panel;
    const names = { a: left.data.label, b: right.data.label };
    putStyle(handle, "left", position);
    putAttribute(handle, "aria-label", fill(words.divider, names));
    putAttribute(handle, "aria-valuemin", low());
    putAttribute(handle, "aria-valuemax", high());
    putAttribute(handle, "aria-valuenow", left.amount());
    putAttribute(handle, "aria-valuetext", fill(words.divider_value, {
      ...names, amount_a: formatMoney(money, left.amount()), amount_b: formatMoney(money, right.amount()),
    }));
    const stuck = [left, right].find((lever) => lever.locked());
    putAttribute(handle, "aria-disabled", Boolean(stuck));
    putAttribute(handle, "title", stuck ? fill(words.locked, { name: stuck.data.label }) : "");
  };
  return { handle, patch };
}

/**
 * @param {Panel} panel
 * @param {Lever[]} levers
 */
export function makeBar(panel, levers) {
  const shares = levers.map((lever) => {
    const label = make("span");
    return { lever, label, node: make("div", { class: "share", "aria-hidden": "true" }, label) };
  });
  const dividers = levers.slice(1).map((lever, i) => makeDivider(panel, levers[i], lever));
  const node = make("div", { class: "bar", role: "group" },
    make("div", { class: "shares" }, ...shares.map((share) => share.node)), ...dividers.map((divider) => divider.handle));
  return {
    node,
    patch() {
      const sum = panel.sum();
      let before = 0;
      putAttribute(node, "aria-label", panel.words.bar);
      shares.forEach(({ lever, label, node: share }, i) => {
        const part = sum > 0 ? lever.amount() / sum : 0;
        if (i) dividers[i - 1].patch(`${(before * 100).toFixed(3)}%`);
        putAttribute(share, "data-role", lever.data.role);
        putStyle(share, "left", `${(before * 100).toFixed(3)}%`);
        putStyle(share, "width", `${(part * 100).toFixed(3)}%`);
        const fits = part * panel.barWidth() >= LABEL_PX;
        putText(label, fits ? fill(panel.words.percent, { n: panel.share(lever.amount()) }) : "");
        before += part;
      });
    },
  };
}
