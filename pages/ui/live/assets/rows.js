// Rows of charts, and specs in the page's own font.
/** @import {Changeset, Row, Spec, Table, View} from "./types.d.ts" */

/**
 * Specs name colours and the font as CSS variables, so one spec serves every theme. The font is put in, because text
 * is measured with it; colours stay variables, so that paper can have others than the screen.
 * @param {Spec} spec
 * @param {string} font
 * @returns {Spec}
 */
export function themed(spec, font) {
  /** @type {(value: any) => any} */
  const put = (value) => {
    if (typeof value === "string") return value.replaceAll("var(--st-font)", font);
    if (Array.isArray(value)) return value.map(put);
    if (value && typeof value === "object")
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, put(inner)]));
    return value;
  };
  return put(spec);
}

/**
 * Columns {a: [1, 2], b: [3, 4]} or ready rows → rows Vega may own and mark.
 * @param {Table} table
 * @returns {Row[]}
 */
export function rowsOf(table) {
  if (Array.isArray(table)) return table.map((row) => ({ ...row }));
  const names = Object.keys(table);
  const length = names.length ? table[names[0]].length : 0;
  return Array.from({ length }, (_, i) => {
    /** @type {Row} */
    const row = {};
    for (const name of names) row[name] = table[name][i];
    return row;
  });
}

/**
 * Brings the rows of a view to the next ones: field by field where the length is the same, so that marks keep their
 * nodes; else all of them are replaced, which Vega must be told in one go, since of two changes it keeps the second.
 * @param {View} view
 * @param {string} name
 * @param {Row[]} rows
 * @param {Row[]} next
 * @param {(() => Changeset) | undefined} changeset
 */
export function putRows(view, name, rows, next, changeset) {
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
