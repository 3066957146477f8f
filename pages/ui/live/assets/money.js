// Amounts as people of this company write them. `money`: {prefix, suffix, group, decimal, decimals}.
function formatMoney(money, amount) {
  const [whole, cents] = Math.abs(amount).toFixed(money.decimals ?? 0).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, money.group);
  return (amount < 0 ? "−" : "") + money.prefix + grouped + (cents ? money.decimal + cents : "") + money.suffix;
}

// "4,500", "$4 500", "4.5k" → a number; anything that could be read in two ways → null.
function parseMoney(money, text) {
  let rest = text.replace(/[\s\u00a0\u2009\u202f]/g, "").toLowerCase();
  for (const sign of [money.prefix, money.suffix].map((s) => s.trim().toLowerCase()).filter(Boolean)) {
    if (rest.startsWith(sign)) rest = rest.slice(sign.length);
    else if (rest.endsWith(sign)) rest = rest.slice(0, -sign.length);
  }
  const unit = { k: 1e3, m: 1e6 }[rest.at(-1)] ?? 1;
  if (unit > 1) rest = rest.slice(0, -1);
  const [whole, cents, ...more] = rest.split(money.decimal);
  const grouped = money.group.trim() ? whole.split(money.group) : [whole];
  const tidy = grouped.length === 1 || (/^\d{1,3}$/.test(grouped[0]) && grouped.slice(1).every((g) => /^\d{3}$/.test(g)));
  if (more.length || !tidy || !/^\d+$/.test(grouped.join("")) || (cents !== undefined && !/^\d+$/.test(cents))) return null;
  const amount = Number(grouped.join("") + (cents ? "." + cents : "")) * unit;
  const exact = Number(amount.toFixed(money.decimals ?? 0));
  return Math.abs(exact - amount) < 1e-6 ? exact : null;
}
