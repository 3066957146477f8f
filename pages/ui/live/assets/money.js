// Amounts as the page writes them. `money`: {prefix, suffix, group, decimal, decimals, locale, signs}, from Python.
const numbers = new Map();

// The browser knows where a locale groups; the marks are those Python writes, so that no two on one page differ.
function formatMoney(money, amount) {
  const decimals = money.decimals ?? 0;
  const name = `${money.locale} ${decimals}`;
  if (!numbers.has(name)) numbers.set(name, numberFormat(money.locale, decimals));
  const marks = { group: money.group, decimal: money.decimal };
  const parts = numbers.get(name).formatToParts(Math.abs(amount)).map(({ type, value }) => marks[type] ?? value);
  return (amount < 0 ? "−" : "") + money.prefix + parts.join("") + money.suffix;
}

function numberFormat(locale, decimals) {
  const wanted = {
    useGrouping: "always", numberingSystem: "latn", minimumFractionDigits: decimals, maximumFractionDigits: decimals,
  };
  try {
    return new Intl.NumberFormat(locale, wanted);
  } catch {
    return new Intl.NumberFormat("en", wanted); // A locale this browser has no name for.
  }
}
