// Amounts as the page writes them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatMoney } from "../../pages/ui/live/assets/money.js";
/** @import {Money} from "../../pages/ui/live/assets/types.d.ts" */

/** @type {Money} */
const DOLLARS = { prefix: "$", suffix: "", group: ",", decimal: ".", decimals: 0, locale: "en-US", signs: ["$"] };

test("digits are grouped where the locale groups them, with the marks that Python writes", () => {
  assert.equal(formatMoney(DOLLARS, 1234567), "$1,234,567");
  assert.equal(formatMoney({ ...DOLLARS, prefix: "₹", locale: "en-IN" }, 1234567), "₹12,34,567");
  const euros = { ...DOLLARS, prefix: "", suffix: "\u00a0€", group: "\u202f", decimal: ",", decimals: 2, locale: "fr-FR" };
  assert.equal(formatMoney(euros, 1234.5), "1\u202f234,50\u00a0€");
});

test("four digits are grouped as well, also where a locale would leave them alone", () => {
  assert.equal(formatMoney({ ...DOLLARS, group: ".", locale: "es-ES" }, 1234), "$1.234");
});

test("the minus stands before the sign of the currency", () => assert.equal(formatMoney(DOLLARS, -500), "−$500"));

test("digits are Latin whatever the locale, and an unknown locale is no error", () => {
  assert.equal(formatMoney({ ...DOLLARS, locale: "ar-EG" }, 1234), "$1,234");
  assert.equal(formatMoney({ ...DOLLARS, locale: "not a locale" }, 1234), "$1,234");
});

test("amounts have the decimals of the company's unit", () => {
  assert.equal(formatMoney({ ...DOLLARS, decimals: 2 }, 0.005), "$0.01");
  assert.equal(formatMoney(DOLLARS, 0.4), "$0");
});
