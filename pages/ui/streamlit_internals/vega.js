// Vega as Streamlit itself ships it: one chunk, found beside the page's own entry script.
import NAMES from "./dom.json" with { type: "json" };
import { fallBack } from "./fallback.js";
/** @import {Chunks, Vega} from "../live/assets/types.d.ts" */

/** @type {Promise<Vega> | null} */
let vega = null;

function entryUrl() {
  const loaded = performance.getEntriesByType("resource").find(({ name }) => /\.js(\?|$)/.test(name) && name.includes(NAMES.entry));
  const script = /** @type {HTMLScriptElement | null} */ (document.querySelector(`script[src*="${NAMES.entry.slice(1)}"]`));
  return loaded?.name ?? script?.src ?? null;
}

function mayCompile() {
  try {
    return new Function("return true")();
  } catch {
    return false; // a content-security header without 'unsafe-eval'
  }
}

/**
 * Rejects when this Streamlit has no such chunk. The chunk behind the loader also exports Vega itself, with which rows
 * change in place; without it they are replaced.
 * @param {Chunks} chunks
 */
export function loadVega(chunks) {
  vega ??= found(chunks).catch((error) => {
    fallBack("Vega where it was", "Streamlit's own element draws the charts");
    throw error;
  });
  return vega;
}

/**
 * @param {Chunks} chunks
 * @returns {Promise<Vega>}
 */
async function found({ vega: chunk, inner }) {
  const base = entryUrl();
  if (!chunk || !base) throw new Error("no Vega in this Streamlit");
  /** @type {(name: string) => Promise<Record<string, any>>} */
  const fetch = (name) => import(new URL(name, base).href);
  const { embed, expressionInterpreter } = await Object.values(await fetch(chunk))[0]();
  if (typeof embed !== "function") throw new Error("no Vega in this Streamlit");
  const all = inner ? await fetch(inner).catch(() => ({})) : {};
  const changeset = Object.values(all).find((one) => one?.default === embed)?.vega?.changeset;
  if (!changeset) fallBack("way to change rows of a chart", "they are replaced");
  return { embed, changeset, options: mayCompile() ? {} : { ast: true, expr: expressionInterpreter } };
}
