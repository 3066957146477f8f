// Names cut to the room a chart has for them: in their middle, and so that different names stay different.
/** @import {Fit, Row} from "./types.d.ts" */

const ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
/**
 * By font and text, since the same names are drawn many times a second.
 * @type {Map<string, number>}
 */
const measured = new Map();
const segmenter = globalThis.Intl?.Segmenter ? new Intl.Segmenter() : null;

/**
 * @param {string} text
 * @param {string} font
 */
function widthOf(text, font) {
  const key = `${font}\n${text}`;
  const known = measured.get(key);
  if (known !== undefined) return known;
  ruler.font = font;
  const { width } = ruler.measureText(text);
  if (measured.size > 5000) measured.clear();
  if (document.fonts.status === "loaded") measured.set(key, width);
  return width;
}

/**
 * What a reader sees as one letter; a flag or a face is never cut in two.
 * @type {(text: string) => string[]}
 */
const lettersOf = (text) => (segmenter ? Array.from(segmenter.segment(text), (one) => one.segment) : [...text]);

/**
 * The longest of the texts that `text(0)`, `text(1)`, … `text(most)` give that fits.
 * @param {(kept: number) => string} text
 * @param {number} most
 * @param {number} room
 * @param {string} font
 */
function longest(text, most, room, font) {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (widthOf(text(middle), font) <= room) low = middle;
    else high = middle - 1;
  }
  return text(low);
}

/**
 * @param {string[]} letters
 * @param {number} room
 * @param {string} font
 */
function cutInTheMiddle(letters, room, font) {
  /** @param {number} kept */
  const text = (kept) => {
    const head = Math.ceil(kept * 0.55);
    return `${letters.slice(0, head).join("").trimEnd()}…${letters.slice(letters.length - (kept - head)).join("").trimStart()}`;
  };
  return longest(text, letters.length - 1, room, font);
}

/**
 * Keeps the letters from `place` on, where this name parts from its likes.
 * @param {string[]} letters
 * @param {number} place
 * @param {number} room
 * @param {string} font
 */
function cutAround(letters, place, room, font) {
  const rest = letters.slice(place);
  /** @param {number} kept */
  const text = (kept) => `${letters[0]}…${rest.slice(0, kept).join("").trim()}${kept < rest.length ? "…" : ""}`;
  return longest(text, rest.length, room, font);
}

/**
 * Where the letters of the first are no longer those of all the others.
 * @param {string[]} first
 * @param {string[][]} others
 */
function parting(first, others) {
  const place = first.findIndex((letter, i) => others.some((other) => other[i] !== letter));
  return place < 0 ? first.length : place;
}

/**
 * Texts with the pixels each may take → the texts that fit; those that would look alike are cut elsewhere.
 * @param {string[]} texts
 * @param {number[]} rooms
 * @param {string} font
 */
export function fitted(texts, rooms, font) {
  const short = texts.map((text, i) =>
    widthOf(text, font) <= rooms[i] ? text : cutInTheMiddle(lettersOf(text), rooms[i], font));
  return short.map((text, i) => {
    const alike = texts.filter((other, j) => short[j] === text && other !== texts[i]);
    if (!alike.length) return text;
    const letters = lettersOf(texts[i]);
    return cutAround(letters, parting(letters, alike.map(lettersOf)), rooms[i], font);
  });
}

/**
 * The pixels that a rule of a spec's `usermeta.fit` leaves for texts: `wide` above and `narrow` below the width where a
 * chart is narrow, or the plot's width but for `less`.
 * @param {Fit} rule
 * @param {{narrow: boolean, width: number}} plot
 */
export const roomOf = ({ wide = 0, narrow = 0, less }, plot) =>
  less === undefined ? (plot.narrow ? narrow : wide) : plot.width - less;

/**
 * Cuts one field of the rows to so many pixels as a rule says: {field, size, weight}; `beside` names a field that shares
 * them.
 * @param {Row[]} rows
 * @param {Fit} rule
 * @param {number} room
 * @param {string} family
 */
export function fitRows(rows, rule, room, family) {
  const { field, size, weight = 400, beside } = rule;
  const font = `${weight} ${size}px ${family}`;
  const rooms = rows.map((row) => room - (beside ? widthOf(row[beside], font) : 0));
  fitted(rows.map((row) => row[field]), rooms, font).forEach((text, i) => (rows[i][field] = text));
}
