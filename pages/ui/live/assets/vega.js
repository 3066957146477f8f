// Vega as Streamlit itself ships it: one chunk, found beside the page's own entry script.
let vega = null;

function entryUrl() {
  const mine = /\/static\/js\/index\.[^/]*\.js/;
  const loaded = performance.getEntriesByType("resource").find((entry) => mine.test(entry.name));
  return loaded?.name ?? document.querySelector('script[src*="static/js/index"]')?.src ?? null;
}

function mayCompile() {
  try {
    return new Function("return true")();
  } catch {
    return false; // a content-security header without 'unsafe-eval'
  }
}

// → Promise of {embed, options, changeset}; rejects when this Streamlit has no such chunk. The chunk behind the
// loader also exports Vega itself, with which rows change in place; without it they are replaced.
function loadVega({ vega: chunk, inner }) {
  vega ??= (async () => {
    const base = entryUrl();
    if (!chunk || !base) throw new Error("no Vega in this Streamlit");
    const fetch = (name) => import(new URL(name, base).href);
    const { embed, expressionInterpreter } = await Object.values(await fetch(chunk))[0]();
    if (typeof embed !== "function") throw new Error("no Vega in this Streamlit");
    const all = inner ? await fetch(inner).catch(() => ({})) : {};
    const changeset = Object.values(all).find((one) => one?.default === embed)?.vega?.changeset;
    return { embed, changeset, options: mayCompile() ? {} : { ast: true, expr: expressionInterpreter } };
  })();
  return vega;
}

// Specs name colours and the font as CSS variables, so one spec serves every theme. The font is put in, because text
// is measured with it; colours stay variables, so that paper can have others than the screen.
function themed(spec, font) {
  const put = (value) => {
    if (typeof value === "string") return value.replaceAll("var(--st-font)", font);
    if (Array.isArray(value)) return value.map(put);
    if (value && typeof value === "object")
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, put(inner)]));
    return value;
  };
  return put(spec);
}

// Columns {a: [1, 2], b: [3, 4]} or ready rows → rows Vega may own and mark.
function rowsOf(table) {
  if (Array.isArray(table)) return table.map((row) => ({ ...row }));
  const names = Object.keys(table);
  const length = names.length ? table[names[0]].length : 0;
  return Array.from({ length }, (_, i) => {
    const row = {};
    for (const name of names) row[name] = table[name][i];
    return row;
  });
}

// Brings the rows of a view to the next ones: field by field where the length is the same, so that marks keep their nodes;
// else all of them are replaced, which Vega must be told in one go, since of two changes it keeps the second alone.
function putRows(view, name, rows, next, changeset) {
  if (!changeset || next.length !== rows.length) {
    view.data(name, next);
    return next;
  }
  const change = changeset();
  next.forEach((row, i) => {
    for (const field of Object.keys(row)) if (rows[i][field] !== row[field]) change.modify(rows[i], field, row[field]);
  });
  view.change(name, change);
  return rows;
}
