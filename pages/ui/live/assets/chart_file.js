// A chart as a file of its own: what the page draws, with its title above, and below it whose it is and what made it.
import { shape } from "./shape.js";

const MARGIN = 16;
const TITLE_PX = 16;
const LINE_PX = 22;
const SMALL_PX = 12;
const SCALE = 2; // pixels of a PNG for each of the page
const STYLED = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "paint-order",
  "opacity", "fill-opacity", "stroke-opacity", "font-family", "font-size", "font-weight", "font-style", "text-anchor"];
const PAPER = { "--st-text-color": "#111827", "--st-background-color": "#ffffff" };

/** @typedef {{title: string, alt: string, caption: string, font: string}} ChartWords */
/** @typedef {{svg: SVGElement, extra?: (into: SVGElement) => number}} Drawn what is drawn, and what stands beside it */

/** Around a chart that Streamlit's own element draws: it has the page's colours. */
export const STILL = '[class*="st-key-still_"]';

/**
 * Runs with the part of the page that holds a chart in the colours of paper; nothing is painted meanwhile.
 * @template Value
 * @param {Element} within
 * @param {() => Value} run
 */
function onPaper(within, run) {
  const home = within.closest(".nd") ?? (within.closest(STILL) ? document.documentElement : null);
  if (!(home instanceof HTMLElement)) return run();
  const before = [home.className, home.style.cssText];
  home.classList.remove("dark", "page-dark");
  if (home === document.documentElement) home.classList.add("page-light");
  for (const [name, value] of Object.entries(PAPER)) home.style.setProperty(name, value);
  try {
    return run();
  } finally {
    [home.className, home.style.cssText] = before;
  }
}

/**
 * A copy that looks the same without the page's style sheets and variables.
 * @param {SVGElement} drawn
 */
export function standalone(drawn) {
  const copy = /** @type {SVGElement} */ (drawn.cloneNode(true));
  const copies = [copy, ...copy.querySelectorAll("*")];
  [drawn, ...drawn.querySelectorAll("*")].forEach((live, i) => {
    const style = getComputedStyle(live);
    const own = copies[i];
    if (live.children.length === 0 || live.tagName === "text") {
      for (const name of STYLED) {
        const value = style.getPropertyValue(name);
        if (value && value !== "normal") own.setAttribute(name, value);
      }
    }
    for (const name of ["class", "style", "aria-hidden", "tabindex"]) own.removeAttribute(name);
    for (const { name, value } of [...own.attributes]) if (value.includes("var(")) own.removeAttribute(name);
  });
  return copy;
}

/**
 * @param {string} text
 * @param {number} room
 * @param {string} font
 */
function linesOf(text, room, font) {
  const ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  ruler.font = font;
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && ruler.measureText(longer).width <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/**
 * The chart as the text of an SVG file.
 * @param {Drawn} drawn
 * @param {ChartWords} words
 */
export const svgOf = ({ svg, extra }, { title, alt, caption, font }) => onPaper(svg, () => {
  const { width, height } = svg.getBoundingClientRect();
  const inner = standalone(svg);
  for (const [name, value] of Object.entries({ x: MARGIN, width, height, overflow: "visible" })) inner.setAttribute(name, String(value));
  if (!inner.hasAttribute("viewBox")) inner.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const below = height + (extra?.(inner) ?? 0);
  let y = MARGIN;
  /** @type {(text: string, size: number, weight: number, fill: string) => SVGElement[]} */
  const texts = (text, size, weight, fill) =>
    linesOf(text, width, `${weight} ${size}px ${font}`).map((line) => {
      y += LINE_PX;
      return shape("text", { x: MARGIN, y: y - 6, "font-size": size, "font-weight": weight, fill, "font-family": font }, line);
    });
  const above = title ? texts(title, TITLE_PX, 600, "#111827") : [];
  inner.setAttribute("y", String((y += title ? 6 : 0)));
  y += below + 6;
  const foot = texts(caption, SMALL_PX, 400, "#6b7280");
  const size = { width: width + 2 * MARGIN, height: y + MARGIN - 6 };
  const whole = shape("svg", { ...size, viewBox: `0 0 ${size.width} ${size.height}` }, shape("title", {}, title || caption),
    shape("desc", {}, alt), shape("rect", { ...size, fill: "#ffffff" }), ...above, inner, ...foot);
  return new XMLSerializer().serializeToString(whole);
});

/**
 * The style sheet's rules for the fonts of a page, each with its file in it: a picture made from a file loads nothing.
 * @param {string} font
 */
async function fontRules(font) {
  const rules = [...document.styleSheets].flatMap((sheet) => {
    try {
      return [...sheet.cssRules];
    } catch {
      return []; // of another origin
    }
  });
  const first = font.split(",")[0].replace(/["']/g, "").trim();
  const wanted = rules.filter((rule) => rule instanceof CSSFontFaceRule
    && rule.style.getPropertyValue("font-family").replace(/["']/g, "") === first
    && rule.style.getPropertyValue("font-style") !== "italic");
  const whole = await Promise.all(wanted.map(async (rule) => {
    const address = /url\("?([^")]+)"?\)/.exec(rule.cssText)?.[1];
    if (!address) return "";
    const file = await (await fetch(new URL(address, rule.parentStyleSheet?.href ?? document.baseURI))).blob();
    return rule.cssText.replace(address, await dataUrl(file));
  }));
  return whole.join("\n");
}

/**
 * @param {Blob} blob
 * @returns {Promise<string>}
 */
const dataUrl = (blob) => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(String(reader.result));
  reader.onerror = () => failed(reader.error);
  reader.readAsDataURL(blob);
});

/**
 * The text of an SVG file as a PNG.
 * @param {string} svg
 * @param {string} font
 * @returns {Promise<Blob>}
 */
export async function pngOf(svg, font) {
  const rules = await fontRules(font).catch(() => "");
  const dressed = svg.replace("<title>", () => `<style>${rules}</style><title>`);
  const picture = new Image();
  picture.src = await dataUrl(new Blob([dressed], { type: "image/svg+xml" }));
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(picture.width * SCALE), Math.round(picture.height * SCALE)];
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("the picture is too large"))), "image/png"));
}
