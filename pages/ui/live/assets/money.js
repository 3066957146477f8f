// Amounts as the page writes them.
/** @import {Money} from "./types.d.ts" */

/** @type {Map<string, Intl.NumberFormat>} */
const numbers = new Map();

/**
 * The browser knows where a locale groups; the marks are those Python writes, so that no two on one page differ.
 * @param {Money} money
 * @param {number} amount
 */
export function formatMoney(money, amount) {
  const decimals = money.decimals ?? 0;
  const name = `${money.locale} ${decimals}`;
  const format = numbers.get(name) ?? numberFormat(money.locale, decimals);
  numbers.set(name, format);
  /** @type {Record<string, string>} */
  const marks = { group: money.group, decimal: money.decimal };
  const parts = format.formatToParts(Math.abs(amount)).map(({ type, value }) => marks[type] ?? value);
  return (amount < 0 ? "−" : "") + money.prefix + parts.join("") + money.suffix;
}

/**
 * @param {string} locale
 * @param {number} decimals
 */
function numberFormat(locale, decimals) {
  /** @type {Intl.NumberFormatOptions} */
  const wanted = {
    useGrouping: "always", numberingSystem: "latn", minimumFractionDigits: decimals, maximumFractionDigits: decimals,
  };
  try {
    return new Intl.NumberFormat(locale, wanted);
  } catch {
    return new Intl.NumberFormat("en", wanted); // A locale this browser has no name for.
  }
}
