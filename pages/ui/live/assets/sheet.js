// Tables as a spreadsheet takes them: each figure as a number where it is one, and no text as a formula.

// First signs of a text that some spreadsheet would run; the same as in `simulator/facts/spreadsheet_text.py`.
const STARTS_FORMULA = ["=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠"];
// A sign and a number with its unit: nothing that could be worked out, whatever it begins with.
const FIGURE = /^([+−-]?)\s?(\p{Sc}?\s?\d[\d.,'’\s]*(?:\s?(?:%|‰|\p{Sc}|\p{L}{1,8}))?)$/u;
const SPACES = /\s+/g;
const BOM = "\ufeff";

/**
 * A cell as a spreadsheet shows it: a figure with the sign it can read, a text that looks like a formula behind an apostrophe.
 * @param {string} cell
 */
export function sheetCell(cell) {
  const text = cell.trim().replace(SPACES, " ");
  const [, sign, figure] = FIGURE.exec(text) ?? [];
  if (figure) return (sign && sign !== "+" ? "-" : "") + figure.replace(/(?<=\d) (?=[\d%])/g, "");
  return STARTS_FORMULA.some((sign) => cell.startsWith(sign) || text.startsWith(sign)) ? `'${text}` : text;
}

/** @type {(rows: string[][]) => string[][]} */
const cellsOf = (rows) => rows.map((row) => row.map(sheetCell));

/**
 * Rows as a sheet pastes them: tabs between cells.
 * @param {string[][]} rows
 */
export const tabbed = (rows) => cellsOf(rows).map((row) => row.join("\t")).join("\n");

/**
 * Rows as a file that spreadsheets open; its mark at the start tells them that it is UTF-8.
 * @param {string[][]} rows
 */
export const commaSeparated = (rows) =>
  BOM + cellsOf(rows).map((row) => row.map((cell) => (/[",;']/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",") + "\r\n").join("");

/**
 * The rows of a chart's table, each amount that is shown short as its whole.
 * @param {{rows: string[][], full: [number, number, string][]}} table
 */
export function wholeRows({ rows, full }) {
  const whole = rows.map((row) => [...row]);
  for (const [row, column, text] of full) whole[row][column] = text;
  return whole;
}

/**
 * The rows of a table as they are read, amounts that are shown short as their whole: without what is there for screen
 * readers or for the eye alone.
 * @param {HTMLTableElement} table
 */
export function rowsOfTable(table) {
  return [...table.rows].map((row) =>
    [...row.cells].map((cell) => {
      if (cell.dataset.full) return cell.dataset.full;
      const copy = /** @type {HTMLElement} */ (cell.cloneNode(true));
      for (const aside of copy.querySelectorAll(".unseen, [aria-hidden=true]")) aside.remove();
      return copy.textContent ?? "";
    }));
}

/**
 * A file's name in letters and digits of any script.
 * @param {string[]} words
 * @param {string} ending
 */
export function fileName(words, ending) {
  const plain = words.map((word) => word.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, ""));
  return `${plain.filter(Boolean).join("-").slice(0, 80).replace(/-$/, "") || "table"}.${ending}`;
}
