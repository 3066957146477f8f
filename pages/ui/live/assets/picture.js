// Charts that are embedded once; afterwards only their data, signals, width and words change.
import { themeKey } from "../../streamlit_internals/elements.js";
import { loadVega } from "../../streamlit_internals/vega.js";
import { adopt, isDark, make, putAttribute, putClass, putHidden, putStyle, putText } from "./dom.js";
import { fitRows, roomOf } from "./fit.js";
import { putRows, rowsOf, themed } from "./rows.js";
import { wholeRows } from "./sheet.js";
import { makeTake } from "./take.js";
import { hearTerms, putExplained } from "./terms.js";
/**
 * @import {
 *   Changeset, ChartData, Chunks, Component, Part, PictureOwner, Plot, Row, Shipped, Spec, View,
 * } from "./types.d.ts"
 */

const shipped = {
  /** @type {Map<string, Shipped>} */
  specs: new Map(),
  /** @type {Chunks} */
  chunks: { vega: null, inner: null },
  /** @type {Set<() => void>} */
  watchers: new Set(),
};

/** @param {Chunks} chunks */
export function load(chunks) {
  shipped.chunks = chunks;
  loadVega(chunks).catch(() => {});
}

/** @param {Record<string, Spec>} specs */
export function ship(specs) {
  for (const [name, spec] of Object.entries(specs)) {
    const text = JSON.stringify(spec);
    if (shipped.specs.get(name)?.text !== text) shipped.specs.set(name, { text, spec });
  }
  for (const watcher of shipped.watchers) watcher();
}

/**
 * The plot and the room around it, of a spec with autosize "none", at this width. Below `usermeta.narrow.below` pixels
 * the spec's narrow padding holds, and its param `narrow`, if it declares one, is true. A spec with `usermeta.square`
 * is never higher than wide. `height`, where given, is taken in place of the spec's.
 * @param {Spec} spec
 * @param {number} width
 * @param {number | null} height
 * @returns {Plot}
 */
function plotOf({ padding = 0, autosize, usermeta, height: own = 200 }, width, height) {
  const narrow = width < (usermeta?.narrow?.below ?? 0);
  const all = (narrow && usermeta?.narrow?.padding) || padding;
  const { left = 0, right = 0, top = 0, bottom = 0 } =
    typeof all === "number" ? { left: all, right: all, top: all, bottom: all } : all;
  const fixed = (typeof autosize === "string" ? autosize : autosize?.type) === "none";
  const wide = Math.max(1, width - (fixed ? left + right : 0));
  const high = usermeta?.square && width ? Math.min(own, wide) : (height ?? own);
  return { narrow, padding: { left, right, top, bottom }, width: wide, height: high, whole: high + (fixed ? top + bottom : 0) };
}

// How wide a chart is drawn for paper, where nothing can be measured in time; the style sheet fits it to the page. One
// that is as high as wide would fill a sheet of its own, and --nd-paper-px says otherwise where charts share its width.
const PAPER_PX = 720;
const SQUARE_PX = 450;

/**
 * The view, what it was built from, and what it shows now.
 * @typedef {{
 *   view: View, layer: HTMLElement, spec: Spec, theme: string, changeset: (() => Changeset) | undefined, font: string,
 *   rows: Record<string, Row[]>, tables: Record<string, string>, width: number, height: number,
 *   signals: Record<string, string>,
 * }} Built
 */

/**
 * @param {PictureOwner} owner
 * @param {ChartData} first
 */
function makeChart(owner, first) {
  const title = make("figcaption");
  const canvas = make("div", { class: "canvas", role: "img" });
  const table = make("table");
  const summary = make("summary");
  const scroll = make("div", { class: "scroll", tabindex: "0", role: "group" }, table);
  const details = make("details", {}, summary, scroll);
  const take = makeTake(() => ({
    title: chart.title, note: chart.note, alt: chart.alt, rows: chart.table && [chart.table.header, ...wholeRows(chart.table)],
    drawn: drawn(), font: built?.font ?? "sans-serif",
  }), ["copy", "csv", "png", "svg"]);
  const figure = make("figure", {}, title, canvas, take.row, details);
  let chart = first;
  /** @type {Built | null} */
  let built = null;
  /** @type {{spec: Spec, theme: string} | null} */
  let building = null;
  /** @type {{spec: Spec, theme: string} | null} */
  let failed = null; // What cannot be built as it is: it is not tried again.
  let screen = 0; // pixels wide
  let paper = false;
  let width = 0;

  function drawn() {
    const svg = built?.layer.querySelector("svg");
    return svg ? { svg } : null;
  }
  const paperWidth = () =>
    Number(getComputedStyle(canvas).getPropertyValue("--nd-paper-px")) || (canvas.matches(".square") ? SQUARE_PX : PAPER_PX);
  function resize() {
    width = paper && screen ? paperWidth() : screen;
    draw();
  }
  const observer = new ResizeObserver(([entry]) => {
    screen = Math.round(entry.contentRect.width);
    resize();
  });
  observer.observe(canvas);
  details.addEventListener("toggle", () => fillTable());

  function fillTable() {
    if (!details.open || !chart.table) return;
    const text = JSON.stringify([chart.table, chart.note]);
    if (table.dataset.text === text) return;
    table.dataset.text = text;
    /** @type {(text: string, scope: string) => HTMLElement} */
    const head = (text, scope) => make("th", { scope }, text);
    const { header, rows } = chart.table;
    table.replaceChildren(
      ...(chart.note ? [make("caption", {}, chart.note)] : []),
      make("thead", {}, make("tr", {}, ...header.map((name) => head(name, "col")))),
      make("tbody", {}, ...rows.map(([name, ...cells]) =>
        make("tr", {}, head(name, "row"), ...cells.map((cell) => make("td", {}, cell))))));
  }

  /** @param {Spec} spec */
  const declared = (spec) =>
    Object.fromEntries((spec.params ?? []).filter((param) => "value" in param).map((param) => [param.name, param.value]));
  /**
   * @param {Spec} spec
   * @param {boolean} narrow
   * @returns {Record<string, unknown>}
   */
  function signalsOf(spec, narrow) {
    const signals = { ...declared(spec), ...chart.signals };
    return "narrow" in signals ? { ...signals, narrow } : signals;
  }
  /**
   * @param {Spec} spec
   * @param {string} name
   * @param {Plot} plot
   * @param {string} font
   */
  function rowsFor(spec, name, plot, font) {
    const rows = rowsOf(chart.datasets[name] ?? []);
    const rule = spec.usermeta?.fit?.[name];
    if (rule) fitRows(rows, rule, roomOf(rule, plot), font);
    return rows;
  }
  /**
   * What the rows of a dataset follow from: its table and, where names are cut to the room there is, that room.
   * @type {(spec: Spec, name: string, plot: Plot) => string}
   */
  const tableKey = (spec, name, plot) => {
    const rule = spec.usermeta?.fit?.[name];
    return JSON.stringify([chart.datasets[name] ?? [], rule ? roomOf(rule, plot) : null]);
  };
  /** @param {Record<string, unknown>} values */
  const frozen = (values) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]));

  /**
   * @param {Shipped} source
   * @param {string} theme
   * @param {CSSStyleDeclaration} style
   */
  async function build({ spec }, theme, style) {
    const mine = (building = { spec, theme });
    const { embed, options, changeset } = await owner.vega();
    if (building !== mine) return;
    const font = style.getPropertyValue("--st-font").trim() || "sans-serif";
    const { datasets } = chart;
    const plot = plotOf(spec, width, chart.height);
    const signals = signalsOf(spec, plot.narrow);
    const size = width;
    const ready = {
      ...themed(spec, font),
      width: plot.width,
      height: plot.height,
      padding: plot.padding,
      autosize: spec.autosize ?? { type: "fit", contains: "padding" },
      datasets: Object.fromEntries(Object.keys(datasets).map((name) => [name, []])),
      params: (spec.params ?? []).map((param) => (param.name in signals ? { ...param, value: signals[param.name] } : param)),
    };
    const layer = make("div");
    layer.style.visibility = "hidden";
    canvas.append(layer);
    try {
      const { view } = await embed(layer, ready, {
        mode: "vega-lite", renderer: "svg", actions: false, defaultStyle: false, tooltip: false, hover: false, logLevel: 1,
        ...options,
      });
      if (building !== mine || !owner.alive()) {
        view.finalize();
        layer.remove();
        return;
      }
      layer.querySelector("svg")?.setAttribute("aria-hidden", "true");
      view.addEventListener("click", (event) => chart.clickable && clicked(view, layer, event));
      /** @type {Record<string, Row[]>} */
      const rows = {};
      /** @type {Record<string, string>} */
      const tables = {};
      for (const name of Object.keys(datasets)) {
        tables[name] = tableKey(spec, name, plot);
        rows[name] = rowsFor(spec, name, plot, font);
        view.insert(name, rows[name]);
      }
      view.run();
      built?.view.finalize();
      built?.layer.remove();
      layer.style.visibility = "";
      built = {
        view, layer, spec, theme, changeset, font, rows, tables, width: size, height: plot.height, signals: frozen(signals),
      };
    } catch (error) {
      layer.remove();
      failed = mine;
      console.error(`Next Dollar: chart ${chart.name}`, error);
    }
    building = null;
    draw();
  }

  /**
   * Where the hand clicked, in units of the chart's scales x and y.
   * @param {View} view
   * @param {HTMLElement} layer
   * @param {MouseEvent} event
   */
  function clicked(view, layer, event) {
    const { left, top } = layer.getBoundingClientRect();
    const [x0, y0] = view.origin();
    const { left: padLeft, top: padTop } = view.padding();
    owner.clicked({
      chart: chart.name,
      x: view.scale("x").invert(event.clientX - left - padLeft - x0),
      y: view.scale("y").invert(event.clientY - top - padTop - y0),
    });
  }

  /** @param {Built} now */
  function patch(now) {
    const { view, spec, rows, tables, signals, changeset, font } = now;
    const plot = plotOf(spec, width, chart.height);
    let dirty = false;
    for (const name of new Set([...Object.keys(tables), ...Object.keys(chart.datasets)])) {
      const key = tableKey(spec, name, plot);
      if (tables[name] === key) continue;
      tables[name] = key;
      rows[name] = putRows(view, name, rows[name] ?? [], rowsFor(spec, name, plot, font), changeset);
      dirty = true;
    }
    for (const [name, value] of Object.entries(signalsOf(spec, plot.narrow))) {
      const text = JSON.stringify(value);
      if (signals[name] === text) continue;
      signals[name] = text;
      view.signal(name, value);
      dirty = true;
    }
    if (now.width !== width) {
      now.width = width;
      view.padding(plot.padding).width(plot.width);
      dirty = true;
    }
    if (now.height !== plot.height) {
      now.height = plot.height;
      view.height(plot.height);
      dirty = true;
    }
    if (dirty) view.run();
  }

  function draw() {
    const source = shipped.specs.get(chart.name);
    if (!source || !owner.alive()) return;
    putClass(canvas, "square", Boolean(source.spec.usermeta?.square));
    putStyle(canvas, "height", `${plotOf(source.spec, width, chart.height).whole}px`);
    if (!width) return;
    const { theme, style } = owner.look();
    if ([building, failed].some((one) => one?.spec === source.spec && one.theme === theme)) return;
    if (built?.spec === source.spec && built.theme === theme && !building) patch(built);
    else build(source, theme, style).catch(owner.failed);
  }

  return {
    figure,
    draw,
    /** @param {boolean} on */
    print(on) {
      paper = on;
      resize();
    },
    /** @param {ChartData} next */
    update(next) {
      chart = next;
      putExplained(title, chart.title, chart.terms ?? {});
      putAttribute(title, "data-note", chart.note || null);
      putAttribute(canvas, "aria-label", chart.alt);
      putClass(canvas, "clickable", Boolean(chart.clickable));
      putHidden(details, !chart.table);
      take.update(chart.title, Boolean(chart.table));
      putText(summary, chart.table?.label ?? "");
      putAttribute(scroll, "aria-label", chart.table?.label ?? "");
      fillTable();
      draw();
    },
    destroy() {
      observer.disconnect();
      built?.view.finalize();
      figure.remove();
    },
  };
}

/**
 * @param {ShadowRoot} root
 * @returns {Part<{charts: ChartData[]}>}
 */
export function makePicture(root) {
  adopt(root, ["tokens", "take", "picture"]);
  hearTerms(root);
  const home = make("div", { class: "nd picture" });
  root.append(home);
  /** @type {Map<string, ReturnType<typeof makeChart>>} */
  const charts = new Map();
  const style = getComputedStyle(home);
  let component = /** @type {Component | null} */ (null);
  let alive = true;
  let theme = "";

  /** @type {PictureOwner} */
  const owner = {
    alive: () => alive,
    look: () => ({ theme, style }),
    vega: () => loadVega(shipped.chunks),
    clicked: (click) => component?.setTriggerValue("click", click),
    failed() {
      if (alive) component?.setStateValue("unavailable", true);
    },
  };
  const redraw = () => charts.forEach((chart) => chart.draw());
  shipped.watchers.add(redraw);
  /** @param {Event} event */
  const turn = (event) => charts.forEach((chart) => chart.print(event.type === "beforeprint"));
  for (const type of ["beforeprint", "afterprint"]) window.addEventListener(type, turn);

  return {
    update(next, { charts: wanted }) {
      component = next;
      if (theme !== themeKey(root)) {
        theme = themeKey(root);
        putClass(home, "dark", isDark(root.host));
      }
      for (const [name, chart] of charts) {
        if (wanted.some((one) => one.name === name)) continue;
        chart.destroy();
        charts.delete(name);
      }
      wanted.forEach((one, i) => {
        const chart = charts.get(one.name) ?? makeChart(owner, one);
        charts.set(one.name, chart);
        if (home.children[i] !== chart.figure) home.insertBefore(chart.figure, home.children[i] ?? null);
        chart.update(one);
      });
    },
    destroy() {
      alive = false;
      shipped.watchers.delete(redraw);
      for (const type of ["beforeprint", "afterprint"]) window.removeEventListener(type, turn);
      charts.forEach((chart) => chart.destroy());
    },
  };
}
