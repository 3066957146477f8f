// Numbers as people type and paste them, read as `amounts.py` in pages/ui/text reads them: one table of cases holds both.
/** @import {Manner} from "./types.d.ts" */

/** @typedef {{amount: number | null, blank: boolean, say: boolean}} Reading */
/** @typedef {{minus: boolean, text: string}} Term */
/**
 * A number as the locale and as another one reads it; `joined`: what it is should its mark be for thousands after all.
 * @typedef {{local: number, other: number, joined: number | null, foreign: boolean}} Found
 */

const LONGEST = 60;
const UNITS = new Map(Object.entries(
  { "": 0, k: 3, m: 6, mn: 6, mio: 6, b: 9, bn: 9, mrd: 9, lakh: 5, cr: 7, crore: 7 }));
const ROUNDED_OFF = 0.005;
const BIG = 1000;
/** @type {Reading} */
const UNREADABLE = { amount: null, blank: false, say: false };
const DROPPED = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;
const BLANKS = /[\s\x1c-\x1f\x85]/gu;
/** @type {Map<string, string>} */
const SAME = new Map();
for (const [plain, signs] of [
  ["'", "\u066c\u2018\u2019\u02bc\u00b4`\uff07"], [",", "\u060c\uff0c"], [".", "\uff0e"], ["%", "\u066a\uff05"],
  ["-", "\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d"], ["+", "\uff0b\ufe62"],
]) for (const sign of signs) SAME.set(sign, plain);
const MARK = "\u066b"; // The Arabic decimal mark, which can be read in one way only.
const USUAL = ".,'\u2019 \u00a0\u202f"; // Marks of locales that are read wherever they stand.
const TERM = /^([\d.,' \u066b]+?) *([a-z]*)$/;

/**
 * The amount is null for nothing at all (blank) and for what cannot be read.
 * @param {string} text
 * @param {Manner} manner
 * @param {number | null} standing what stood there
 * @param {number | null} near what it may be like, where nothing stood there
 * @returns {Reading}
 */
export function readAmount(text, manner, standing = null, near = null) {
  const body = tidyAmount(text, manner);
  if (!body) return body === null ? UNREADABLE : { ...UNREADABLE, blank: true };
  const { sign, terms, counted } = amountTerms(body, manner);
  const found = terms.map(({ text: term }) => numberOf(term, manner)).filter((number) => number !== null);
  if (!found.length || found.length < terms.length) return UNREADABLE;
  if (sign === "-" && !manner.negative && standing === null) return UNREADABLE;
  const beside = Math.abs(standing || near || 0);
  if (beside >= BIG && found.some(({ joined, local }) => joined !== null && far(joined, beside) < far(local, beside))) {
    return UNREADABLE;
  }
  /** @param {"local" | "other"} reading */
  const sum = (reading) => totalOf(found.map((number, i) => (terms[i].minus ? -1 : 1) * number[reading]));
  let [local, other] = [sum("local"), sum("other")];
  if (beside && far(other, beside) < far(local, beside)) [local, other] = [other, local];
  const typed = keptOf(local, manner) === local || keptOf(other, manner) !== other ? local : other;
  return settled(typed, sign, manner, standing, counted || local !== other || found.some(({ foreign }) => foreign));
}

/**
 * The text in small letters with plain digits, marks and spaces; null for what cannot be one number.
 * @param {string} typed
 * @param {Manner} manner
 */
function tidyAmount(typed, { group, decimal }) {
  let text = USUAL.includes(group) ? typed : typed.replaceAll(group, "'");
  text = USUAL.includes(decimal) ? text : text.replaceAll(decimal, MARK);
  const bare = text.replace(DROPPED, "").replace(/^[\s\x1c-\x1f\x85]+|[\s\x1c-\x1f\x85]+$/gu, "");
  if ([...bare].length > LONGEST || /[\t\n\r\v\f]/.test(bare)) return null; // Two cells of a sheet are not one number.
  const plain = [...bare].map((sign) => (/\p{Nd}/u.test(sign) ? digitOf(sign) : sign)).join("").toLowerCase();
  return [...plain].map((sign) => SAME.get(sign) ?? sign).join("").replace(BLANKS, " ");
}

/**
 * Every script's digits stand in runs of ten, from nought to nine.
 * @param {string} sign
 */
function digitOf(sign) {
  let place = 0;
  for (let at = (sign.codePointAt(0) ?? 0) - 1; /\p{Nd}/u.test(String.fromCodePoint(at)); at -= 1) place += 1;
  return String(place % 10);
}

/**
 * @param {string} text
 * @param {Manner} manner
 * @returns {{sign: string, terms: Term[], counted: boolean}}
 */
function amountTerms(text, manner) {
  let body = text;
  const nothing = [{ minus: false, text: "" }];
  if (body.startsWith("=")) {
    const parts = body.slice(1).match(/[+-]?[^+-]+/g) ?? [];
    const terms = parts.map((part) => ({ minus: part.startsWith("-"), text: part.replace(/^[+-]/, "") }));
    return { sign: "", terms: parts.join("") === body.slice(1) ? terms : nothing, counted: true };
  }
  for (const mark of manner.signs) { // $-500 is −$500.
    const rest = body.slice(mark.length).trimStart();
    if (body.startsWith(mark) && rest.startsWith("-")) body = rest;
  }
  const sign = "+-".includes(body[0]) ? body[0] : "";
  const terms = body.slice(sign.length).split("+").map((term) => ({ minus: false, text: term }));
  if (sign === "-" && terms.length > 1) return { sign, terms: nothing, counted: true };
  return { sign, terms, counted: terms.length > 1 || sign === "+" || (sign === "-" && !manner.negative) };
}

/**
 * @param {string} term
 * @param {Manner} manner
 */
function numberOf(term, manner) {
  const match = TERM.exec(bareNumber(term.trim(), manner));
  const power = match ? UNITS.get(match[2]) : undefined;
  if (!match || power === undefined || (manner.percent && match[2])) return null;
  const found = readings(match[1], manner, power);
  return found && Number.isFinite(found.local) ? found : null;
}

/**
 * @param {string} term
 * @param {Manner} manner
 */
function bareNumber(term, manner) {
  let rest = term;
  if (manner.percent) {
    rest = (rest.endsWith("%") ? rest.slice(0, -1) : rest.startsWith("%") ? rest.slice(1) : rest).trim();
  }
  const before = manner.signs.find((mark) => rest.startsWith(mark));
  if (before) rest = rest.slice(before.length).trim();
  const after = manner.signs.find((mark) => rest.endsWith(mark));
  return after ? rest.slice(0, -after.length).trim() : rest;
}

/** @type {(value: number, foreign: boolean) => Found} */
const one = (value, foreign) => ({ local: value, other: value, joined: null, foreign });

/**
 * @param {string} core
 * @param {Manner} manner
 * @param {number} power
 */
function readings(core, manner, power) {
  const clear = [" ", "'"].filter((mark) => core.includes(mark));
  const marks = [".", ",", MARK].filter((mark) => core.includes(mark));
  if (clear.length > 1 || marks.length > 2) return null;
  if (!marks.length || clear.length || marks.length === 2) return clearReading(core, clear, marks, manner, power);
  const [mark] = marks;
  const [whole, ...rest] = core.split(mark);
  if (rest.length > 1) {
    if (mark === MARK || !isGrouped(core, mark)) return null;
    return one(valueOf(core.replaceAll(mark, ""), "", power), mark !== manner.group);
  }
  return singleReading(whole, rest[0], mark, ![manner.decimal, MARK].includes(mark), manner, power);
}

/**
 * Digits whose groups and decimals are told apart.
 * @param {string} core
 * @param {string[]} clear
 * @param {string[]} marks
 * @param {Manner} manner
 * @param {number} power
 */
function clearReading(core, clear, marks, manner, power) {
  const cut = Math.max(-1, ...marks.map((mark) => core.lastIndexOf(mark)));
  const ending = cut < 0 ? "" : core[cut];
  let whole = cut < 0 ? core : core.slice(0, cut);
  const decimals = cut < 0 ? "" : core.slice(cut + 1);
  const group = [...clear, ...marks.filter((mark) => mark !== ending)];
  if (group.length > 1 || (ending && !decimals) || !/^\d*$/.test(decimals)) return null;
  if (group.length) {
    if (!isGrouped(whole, group[0])) return null;
    whole = whole.replaceAll(group[0], "");
  }
  if (!/^\d+$/.test(whole)) return null;
  return one(valueOf(whole, decimals, power), ending !== "" && ![manner.decimal, MARK].includes(ending));
}

/**
 * A number with one mark, which may be for thousands or for decimals.
 * @param {string} whole
 * @param {string} after
 * @param {string} mark
 * @param {boolean} foreign
 * @param {Manner} manner
 * @param {number} power
 * @returns {Found | null}
 */
function singleReading(whole, after, mark, foreign, manner, power) {
  if (!/^\d*$/.test(whole) || !/^\d+$/.test(after)) return null;
  const [decimal, joined] = [valueOf(whole || "0", after, power), valueOf(whole + after, "", power)];
  const led = whole !== "" && !whole.startsWith("0");
  if (mark !== MARK && led && after.length === 3 && whole.length <= 3 && !manner.percent) {
    if (mark === manner.group) return one(joined, false); // As the field itself shows it.
    const [local, other] = foreign ? [joined, decimal] : [decimal, joined];
    return { local, other, joined: null, foreign: true };
  }
  if (led && mark === manner.group && after.length > 3) return null;
  return { ...one(decimal, foreign), joined: foreign && led && !power ? joined : null };
}

/**
 * @param {string} whole
 * @param {string} mark
 */
function isGrouped(whole, mark) {
  const [first, ...rest] = whole.split(mark);
  if (!rest.length || ![first, ...rest].every((part) => /^\d+$/.test(part))) return false;
  const threes = first.length <= 3 && rest.every((part) => part.length === 3);
  return threes || (first.length <= 2 && rest.length > 1 && rest.every((part, i) => part.length === (i < rest.length - 1 ? 2 : 3)));
}

/** @type {(whole: string, decimals: string, power: number) => number} */
const valueOf = (whole, decimals, power) => Number(`${whole}.${decimals || 0}e${power}`);
/** @type {(values: number[]) => number} */
const totalOf = (values) => Number(values.reduce((sum, value) => sum + value, 0).toPrecision(15));

/**
 * By what factor a value differs from another, which is not 0.
 * @param {number} value
 * @param {number} beside
 */
function far(value, beside) {
  const size = Math.abs(value);
  return size ? Math.max(size / beside, beside / size) : Infinity;
}

/**
 * An amount with as many decimals as the field keeps.
 * @param {number} typed
 * @param {Manner} manner
 */
function keptOf(typed, manner) {
  const scale = 10 ** (manner.decimals ?? 0);
  if (typeof manner.decimals !== "number" || !Number.isFinite(typed * scale)) return typed;
  return Math.floor(typed * scale + 0.5) / scale;
}

/**
 * The amount a field takes for what was typed.
 * @param {number} typed
 * @param {string} sign
 * @param {Manner} manner
 * @param {number | null} standing
 * @param {boolean} say
 * @returns {Reading}
 */
function settled(typed, sign, manner, standing, say) {
  const kept = keptOf(typed, manner);
  if (Math.abs(kept - typed) > ROUNDED_OFF * Math.abs(typed)) return UNREADABLE;
  const base = !sign || (sign === "-" && manner.negative) ? 0 : standing ?? 0;
  const amount = totalOf([base, sign === "-" ? -kept : kept]);
  if (!Number.isFinite(amount)) return UNREADABLE;
  return { amount, blank: false, say: say || Math.abs(kept - typed) > 1e-9 * Math.abs(typed) };
}
