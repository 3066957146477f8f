// Vega as Streamlit ships it, found or not.
import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, mock, test } from "node:test";
import { pathToFileURL } from "node:url";

const EMBED = "export const embed = () => {};";
const LOADER = 'import { embed } from "./bare.mjs"; export const load = async () => ({ embed, expressionInterpreter: 1 });';
/** @type {any} */
const page = globalThis;
let base = "";
let visits = 0;
/** @type {string[]} */
let said = [];

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), "vega-"));
  const files = {
    "bare.mjs": EMBED, "loader.mjs": LOADER,
    "whole.mjs": 'import { embed } from "./bare.mjs"; export const x = { default: embed, vega: { changeset: () => 7 } };',
    "changed.mjs": "export const load = async () => ({});",
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  base = pathToFileURL(join(folder, "index.abc.js")).href;
  page.document = { querySelector: () => ({ src: base }) };
  said = [];
  mock.method(console, "warn", (/** @type {string} */ line) => said.push(line));
});

// Each visit is a page of its own, with nothing loaded or said yet.
async function loadVega(/** @type {any} */ chunks) {
  const { loadVega: load } = await import(`../../pages/ui/streamlit_internals/vega.js?visit=${(visits += 1)}`);
  return load(chunks);
}

test("the loader gives what embeds charts, and the chunk behind it what changes their rows", async () => {
  const { changeset, options } = await loadVega({ vega: "loader.mjs", inner: "whole.mjs" });
  assert.deepEqual([changeset(), options, said], [7, {}, []]);
});

test("without a way to change rows charts are drawn all the same, and it is said", async () => {
  for (const inner of [null, "bare.mjs", "none.mjs"]) {
    const { embed, changeset } = await loadVega({ vega: "loader.mjs", inner });
    assert.deepEqual([typeof embed, changeset], ["function", undefined]);
  }
  assert.deepEqual(said.map((line) => /no way to change rows/.test(line)), [true]);
});

test("whoever asks is told where there is no Vega, and the console once", async () => {
  for (const vega of [null, "none.mjs", "bare.mjs", "changed.mjs"]) await assert.rejects(loadVega({ vega, inner: null }));
  page.document = { querySelector: () => null };
  await assert.rejects(loadVega({ vega: "loader.mjs", inner: null }));
  assert.deepEqual(said.map((line) => /no Vega where it was/.test(line)), [true]);
});
