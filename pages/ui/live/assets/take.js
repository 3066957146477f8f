// What is taken from a page: a table into the clipboard or as a file, a chart as a picture.
import { copied } from "./clipboard.js";
import { STILL, pngOf, svgOf } from "./chart_file.js";
import { make } from "./dom.js";
import { commaSeparated, fileName, rowsOfTable, tabbed } from "./sheet.js";
/** @import {Drawn} from "./chart_file.js" */

const PRODUCT = "Next Dollar";
const SAID_MS = 2500;

/**
 * What can be taken. Both are asked once a button is pressed, and say what is on show then.
 * @typedef {{title: string, note: string, alt: string, rows: string[][] | null, drawn: Drawn | null, font: string}} Offer
 */

/**
 * What is pressed, in the order shown: its word, and what it does for a screen reader.
 * @type {Record<string, [string, string]>}
 */
const WAYS = {
  copy: ["Copy", "Copy the table"], csv: ["CSV", "CSV file of the table"], png: ["PNG", "PNG picture"], svg: ["SVG", "SVG picture"],
};

/** Whose figures these are, and what made them. */
function whose() {
  const { company, plan } = /** @type {HTMLElement | null} */ (document.querySelector(".paper"))?.dataset ?? {};
  return [company ?? "", plan ?? ""].filter(Boolean);
}

/** @param {Offer} offer */
const titleOf = ({ title }) => title || document.title.split(" · ")[0];

/** @param {Offer} offer */
const captionOf = (offer) => [offer.note, ...whose(), PRODUCT].filter(Boolean).join(" · ");

/**
 * @param {BlobPart} content
 * @param {string} type
 * @param {string} name
 */
function give(content, type, name) {
  const link = make("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * What the page says of it once done; empty where it could not be done.
 * @param {string} way
 * @param {Offer} offer
 */
async function taken(way, offer) {
  const { rows, drawn } = offer;
  const caption = captionOf(offer);
  /** @param {string} ending */
  const name = (ending) => fileName([...whose().slice(0, 1), titleOf(offer)], ending);
  if (rows && (way === "copy" || way === "csv")) {
    const whole = [...rows, [], [`${titleOf(offer)} · ${caption}`]];
    if (way === "copy") return (await copied(tabbed(whole))) ? "Copied" : "";
    give(commaSeparated(whole), "text/csv", name("csv"));
    return "Saved";
  }
  if (!drawn) return "";
  const svg = svgOf(drawn, { title: offer.title, alt: offer.alt, caption, font: offer.font });
  if (way === "svg") give(svg, "image/svg+xml", name("svg"));
  else give(await pngOf(svg, offer.font), "image/png", name("png"));
  return "Saved";
}

/**
 * @param {HTMLButtonElement} button
 * @param {Offer} offer
 */
async function pressed(button, offer) {
  const way = button.dataset.take ?? "";
  const said = await taken(way, offer).catch((error) => {
    console.error(`Next Dollar: ${way}`, error);
    return "";
  });
  const status = button.parentElement?.querySelector("[role=status]");
  const [word] = WAYS[way];
  button.textContent = said || "Not possible here";
  if (status) status.textContent = button.textContent;
  setTimeout(() => {
    button.textContent = word;
    if (status) status.textContent = "";
  }, SAID_MS);
}

/**
 * The row of buttons for one chart.
 * @param {() => Offer} offered
 * @param {string[]} ways
 */
export function makeTake(offered, ways) {
  const buttons = ways.map((way) => make("button", { type: "button", "data-take": way }, WAYS[way][0]));
  const row = make("div", { class: "take" }, ...buttons, make("span", { role: "status", class: "unseen" }));
  row.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    if (button) void pressed(button, offered());
  });
  return {
    row,
    /**
     * @param {string} title
     * @param {boolean} tabled
     */
    update(title, tabled) {
      buttons.forEach((button, i) => {
        const way = ways[i];
        button.hidden = !tabled && (way === "copy" || way === "csv");
        button.setAttribute("aria-label", `${WAYS[way][1]}${title ? `: ${title}` : ""}`);
      });
    },
  };
}

/**
 * The tables that stand in the page as HTML, and the charts that Streamlit's own element draws, each with its buttons.
 * @param {Document} page
 */
export function mindTaken(page) {
  page.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[data-take]") : null;
    if (!(button instanceof HTMLButtonElement)) return;
    const part = button.closest(`.tabled, ${STILL}`);
    const table = part?.querySelector("table");
    const svg = /** @type {SVGElement | null | undefined} */ (part?.matches(STILL) ? part.querySelector("svg.marks") : null);
    const { title = "", note = "", alt = "" } = /** @type {HTMLElement} */ (button.parentElement).dataset;
    const font = getComputedStyle(button).fontFamily;
    const offer = { title, note, alt, rows: table ? rowsOfTable(table) : null, drawn: svg ? { svg } : null, font };
    if (table || svg) void pressed(button, offer);
  });
}
