// One row: name, chip, slider, − field +, lock.
import { readAmount } from "./amounts.js";
import { fill, icon, make, put, putAttribute, putClass, putHidden, putStyle, putText } from "./dom.js";
import { hold, meant, stayed, THUMB_PX, TRACK_PX } from "./gesture.js";
import { at, keyTarget } from "./keys.js";
import { formatMoney } from "./money.js";
import { putExplained } from "./terms.js";
/** @import {Hold, Lever, LeverData, Panel, Phase} from "./types.d.ts" */
/** @typedef {{left: number, width: number}} Box */

const HOLD_MS = 400;
let serial = 0;

const lockIcon = () =>
  icon("0 0 14 16",
    { tag: "rect", x: 1, y: 7, width: 12, height: 8, rx: 1.8, fill: "currentColor" },
    { d: "M4 7V4.6a3 3 0 0 1 6 0V7", class: "shut", fill: "none", stroke: "currentColor", "stroke-width": 1.7 },
    { d: "M4 7V3.9a2.8 2.8 0 0 1 5.4-1", class: "open", fill: "none", stroke: "currentColor", "stroke-width": 1.7 });
/** @param {string} path */
const stepIcon = (path) => icon("0 0 10 10", { d: path, stroke: "currentColor", "stroke-width": 1.4 });

/**
 * @param {Panel} panel
 * @param {LeverData} given
 * @returns {Lever}
 */
export function makeLever(panel, given) {
  const { key } = given;
  const id = `nd${++serial}`;
  const parts = {
    name: make("span", { class: "name" }), role: make("span", { class: "role" }), chip: make("span", { class: "chip" }),
    said: make("span", { class: "said", role: "status" }),
    level: make("span"), best: make("span", { class: "best" }),
    least: make("span", { class: "limit least" }), most: make("span", { class: "limit most" }), today: make("span", { class: "today" }),
    slider: make("input", { type: "range", step: "any", "aria-describedby": `${id}m` }),
    marks: make("span", { class: "unseen", id: `${id}m` }),
    less: make("button", { type: "button", class: "step less" }, stepIcon("M1 5h8")),
    field: make("input", {
      type: "text", class: "amount", inputmode: "decimal", autocomplete: "off", spellcheck: "false", enterkeyhint: "done",
    }),
    more: make("button", { type: "button", class: "step more" }, stepIcon("M1 5h8M5 1v8")),
    lock: make("button", { type: "button", class: "lock" }, lockIcon()),
    wrong: make("p", { class: "wrong", id: `${id}w`, role: "alert" }),
  };
  const { slider, less, field, more, lock, wrong } = parts;
  const track = make("div", { class: "track" },
    make("div", { class: "rail" }, parts.level), parts.today, parts.least, parts.most, parts.best, slider, parts.marks);
  const row = make("div", { class: "lever", role: "group" },
    make("div", { class: "head" }, make("span", { class: "square" }), parts.name, parts.role, parts.chip, parts.said),
    track, less, field, more, lock, wrong);

  /** @type {Lever} */
  const self = {
    row, key, firstOfRole: true, data: given, local: null, hand: false, keys: false, lockWish: null,
    amount: () => self.local ?? self.data.amount,
    locked: () => self.lockWish ?? self.data.locked,
    floor: () => self.data.least ?? self.data.min,
    ceiling: () => Math.min(self.data.most ?? self.data.max, self.data.max),
    patch,
  };
  let typing = false; // the text in the field is the hand's, not ours
  let problem = "";
  /**
   * How the amount that stands was read, where that was not plain.
   * @type {{amount: number, words: string} | null}
   */
  let said = null;
  /** @type {LeverData | null} */
  let drawn = null;

  const low = () => self.data.low ?? self.floor();
  const high = () => self.data.high ?? self.ceiling();
  /** @param {number} amount */
  const clip = (amount) => Math.min(high(), Math.max(low(), amount));
  /** @param {number} amount */
  const tidy = (amount) => Number(amount.toFixed(panel.money.decimals ?? 0));
  /**
   * @param {number} amount
   * @param {Phase} phase
   * @param {boolean} [typed]
   */
  function move(amount, phase, typed = false) {
    self.local = tidy(clip(amount));
    said = null;
    if (!typing) problem = "";
    panel.outbox.push({ kind: "set", lever: key, amount: self.local, phase, typed });
    panel.changed();
  }

  /**
   * The last amount of the drag under way.
   * @type {number | null}
   */
  let sent = null;
  /** @param {number} amount */
  function drag(amount) {
    if (amount === (sent ?? self.amount())) return;
    sent = amount;
    move(amount, "drag");
  }
  // With no ring: the hand is there already.
  const focusUnseen = () =>
    slider.focus(/** @type {FocusOptions} */ ({ preventScroll: true, focusVisible: false }));
  function take() {
    focusUnseen();
    self.hand = true;
    putClass(row, "held", true);
    typing = false;
  }
  /**
   * The browser cancels a finger that turns out to scroll: what it has moved on the way goes back.
   * @param {Event} event
   */
  function release(event) {
    const held = grip;
    if (!held) return;
    const up = event.type === "pointerup" ? /** @type {PointerEvent} */ (event) : null;
    if (up && !held.meant && !held.onThumb && stayed(held, up)) {
      take();
      drag(amountAt(held, up));
    }
    const end = event.type === "pointercancel" ? held.amount : self.amount();
    grip = null;
    if (!self.hand) return;
    self.hand = false;
    putClass(row, "held", false);
    if (sent !== null) move(end, "final");
    sent = null;
    panel.changed();
  }
  /**
   * @param {{box: Box, offset: number}} held
   * @param {PointerEvent} event
   */
  const amountAt = ({ box, offset }, event) => {
    const { left, width } = box;
    const { min, max, step } = self.data;
    const raw = min + ((event.clientX - left - offset) / width) * (max - min);
    return raw <= min || raw >= max ? clip(raw) : tidy(clip(Math.round(raw / step) * step));
  };
  // The track, not the slider, takes the pointer: the browser's own thumb would draw a frame before the move is sent.
  /** @type {(Hold & {box: Box, onThumb: boolean, offset: number, amount: number}) | null} */
  let grip = null;
  track.addEventListener("pointerdown", (event) => {
    if (event.button || !event.isPrimary) return;
    event.preventDefault();
    if (self.locked()) return focusUnseen();
    const { left, width } = track.getBoundingClientRect();
    const thumb = parseFloat(getComputedStyle(track).getPropertyValue("--thumb"));
    const box = { left: left + thumb / 2, width: Math.max(1, width - thumb) };
    const middle = box.left + Number(at(self.amount(), self.data.min, self.data.max)) * box.width;
    const onThumb = Math.abs(event.clientX - middle) <= thumb / 2;
    const least = onThumb ? THUMB_PX : TRACK_PX;
    const offset = onThumb ? event.clientX - middle : 0;
    const held = { ...hold(event, least), box, onThumb, offset, amount: self.amount() };
    grip = held;
    track.setPointerCapture(event.pointerId);
    panel.onRelease(release);
    if (!held.meant) return;
    take();
    if (!onThumb) drag(amountAt(held, event));
  });
  track.addEventListener("pointermove", (event) => {
    if (!grip || !event.isPrimary || !meant(grip, event)) return;
    if (!self.hand) take();
    drag(amountAt(grip, event));
  });
  // Reached by assistive technology alone.
  slider.addEventListener("input", () => {
    if (self.locked()) return panel.changed();
    typing = false;
    move(tidy(clip(Math.round(Number(slider.value) / self.data.step) * self.data.step)), "final");
  });
  slider.addEventListener("keydown", (event) => {
    const target = keyTarget(event, self.amount(), low(), high(), self.data.step);
    if (target === null) return;
    event.preventDefault();
    if (self.locked() || target === self.amount()) return;
    typing = false;
    self.keys = event.repeat;
    move(target, event.repeat ? "drag" : "final");
  });
  const keysUp = () => {
    if (!self.keys) return;
    self.keys = false;
    move(self.amount(), "final");
  };
  slider.addEventListener("keyup", keysUp);
  slider.addEventListener("blur", keysUp);

  for (const { button, sign } of [{ button: less, sign: -1 }, { button: more, sign: 1 }]) {
    let timer = 0;
    let repeats = 0;
    /** @param {Phase} phase */
    const step = (phase) => {
      const target = clip(self.amount() + sign * self.data.step * (repeats < 12 ? 1 : repeats < 30 ? 2 : 5));
      typing = false;
      if (target !== self.amount()) move(target, phase);
    };
    const repeat = () => {
      repeats += 1;
      step("drag");
      timer = window.setTimeout(repeat, Math.max(60, 150 * 0.93 ** repeats));
    };
    button.addEventListener("pointerdown", (event) => {
      if (event.button || self.locked()) return;
      repeats = 0;
      self.hand = true;
      timer = window.setTimeout(repeat, HOLD_MS);
      panel.onRelease(() => {
        clearTimeout(timer);
        self.hand = false;
        if (repeats) move(self.amount(), "final");
        panel.changed();
      });
    });
    button.addEventListener("click", () => {
      const held = repeats > 0;
      repeats = 0;
      if (!held && !self.locked()) step("final");
    });
    button.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  const range = () => ({
    name: self.data.label, min: formatMoney(panel.money, self.floor()), max: formatMoney(panel.money, self.ceiling()),
  });
  function commit() {
    if (!typing) return;
    const { words, money } = panel;
    const { amount, blank, say } = readAmount(field.value, money, self.amount(), self.data.today);
    if (amount === null || amount < self.floor() || amount > self.ceiling()) {
      const beyond = amount !== null && self.ceiling() === self.data.max && amount > self.data.max;
      const out = beyond ? words.above_total : words.out_of_range;
      const why = blank ? words.empty : amount === null ? words.unreadable : out;
      problem = fill(why, { ...range(), value: field.value.trim() });
      return panel.changed();
    }
    typing = false;
    problem = "";
    // An amount that stands there already is stated all the same: it is not to move when the next one is typed.
    move(amount, "final", true);
    said = say ? { amount, words: fill(words.read_as, { amount: formatMoney(money, amount) }) } : null;
  }
  field.addEventListener("focus", () => field.select());
  field.addEventListener("input", () => {
    if (self.locked()) return;
    typing = true;
    said = null;
  });
  field.addEventListener("blur", commit);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      commit();
      if (!problem) field.select();
    } else if (event.key === "Escape" && typing) {
      event.stopPropagation();
      typing = false;
      problem = "";
      panel.changed();
      field.select();
    }
  });

  lock.addEventListener("click", () => {
    if (self.data.fixed) return;
    self.lockWish = !self.locked();
    panel.outbox.push({ kind: "lock", lever: key, locked: self.lockWish, phase: "final" });
    panel.changed();
  });

  function putWords() {
    const { words } = panel;
    const { label, role, step } = self.data;
    const values = { name: label, step: formatMoney(panel.money, step) };
    putText(parts.name, label);
    putAttribute(parts.name, "title", label);
    putExplained(parts.role, words.roles[role] ?? role, words.meanings, self.firstOfRole ? "0" : "-1");
    putAttribute(row, "data-role", role);
    putAttribute(row, "aria-label", label);
    putAttribute(slider, "aria-label", fill(words.slider, values));
    putAttribute(field, "aria-label", fill(words.exact, values));
    putAttribute(less, "aria-label", fill(words.less, values));
    putAttribute(more, "aria-label", fill(words.more, values));
    putAttribute(lock, "aria-label", fill(words.lock, values));
  }
  function putLock() {
    const locked = self.locked();
    const { fixed, label: name } = self.data;
    const reason = locked ? fill(fixed ? panel.words.fixed : panel.words.locked, { name }) : "";
    putClass(row, "locked", locked);
    putAttribute(lock, "aria-pressed", locked);
    putAttribute(lock, "title", fixed ? reason : fill(locked ? panel.words.unlock_hint : panel.words.lock_hint, { name }));
    putAttribute(lock, "aria-disabled", fixed);
    for (const control of [slider, less, field, more]) {
      putAttribute(control, "aria-disabled", locked);
      putAttribute(control, "title", reason);
    }
    put(field, "readOnly", locked, () => (field.readOnly = locked));
  }
  /**
   * @param {HTMLElement} mark
   * @param {number | null} amount
   */
  function putMark(mark, amount) {
    const { min, max } = self.data;
    putHidden(mark, amount === null);
    if (amount !== null) putStyle(mark, "--at", at(amount, min, max));
  }

  /** @param {LeverData} data */
  function patch(data) {
    const fresh = drawn !== data;
    drawn = self.data = data;
    const { money, words } = panel;
    const amount = self.amount();
    const text = formatMoney(money, amount);
    if (fresh) {
      putWords();
      putAttribute(slider, "min", data.min);
      putAttribute(slider, "max", data.max);
      putText(parts.chip, data.chip);
      putMark(parts.best, data.best);
      putMark(parts.today, data.today);
      putMark(parts.least, data.least);
      putMark(parts.most, data.most);
      const marks = [data.best === null ? words.today_is : words.marks_are];
      if (data.least !== null) marks.push(words.least_is);
      if (data.most !== null) marks.push(words.most_is);
      /** @param {number | null} marked */
      const shown = (marked) => (marked === null ? "" : formatMoney(money, marked));
      const [best, today, least, most] = [data.best, data.today, data.least, data.most].map(shown);
      putText(parts.marks, fill(marks.join(", "), { best, today, least, most }));
      putStyle(field, "--chars", formatMoney(money, data.max).length);
    }
    putLock();
    if (said && said.amount !== amount) said = null;
    putText(parts.said, said?.words ?? "");
    putHidden(parts.chip, said !== null);
    putStyle(parts.level, "--at", at(amount, data.min, data.max));
    if (Number(slider.value) !== amount) slider.value = String(amount);
    putAttribute(slider, "aria-valuetext",
      fill(words.value, { amount: text, share: fill(words.percent, { n: panel.share(amount) }) }));
    if (!typing && field.value !== text) {
      field.value = text;
      if (/** @type {ShadowRoot} */ (field.getRootNode()).activeElement === field) field.select();
    }
    const message = problem || (panel.error?.lever === key ? panel.error.message : "");
    putText(wrong, message);
    putAttribute(field, "aria-invalid", message !== "");
    putAttribute(field, "aria-describedby", message ? wrong.id : null);
  }
  return self;
}
