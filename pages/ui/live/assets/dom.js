// Small helpers shared by the components. All writes go through `put…`, which touch the page only on a change.
import { steady } from "../../streamlit_internals/elements.js";
import { STYLES } from "./given.js";
/** @import {Component, Instance, Part, Root} from "./types.d.ts" */

const NS = "http://www.w3.org/2000/svg";
/** @type {WeakMap<Root, Instance>} */
const instances = new WeakMap();
/** @type {Map<string, CSSStyleSheet>} */
const sheets = new Map();

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/**
 * @param {string} box
 * @param {Record<string, string | number>[]} shapes
 */
export function icon(box, ...shapes) {
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", box);
  svg.setAttribute("aria-hidden", "true");
  for (const { tag = "path", ...attributes } of shapes) {
    const shape = document.createElementNS(NS, String(tag));
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, String(value));
    svg.append(shape);
  }
  return svg;
}

// What was last written is remembered beside the node, because asking the page is slower than asking a Map.
/** @type {WeakMap<object, Map<string, unknown>>} */
const written = new WeakMap();

/**
 * @template Value
 * @param {Element} node
 * @param {string} name
 * @param {Value} value
 * @param {(value: Value) => void} write
 */
export function put(node, name, value, write) {
  let known = written.get(node);
  if (!known) written.set(node, (known = new Map()));
  if (known.get(name) === value) return false;
  known.set(name, value);
  write(value);
  return true;
}
/** @type {(node: Element, text: string) => boolean} */
export const putText = (node, text) => put(node, "#", text, () => (node.textContent = text));
/** @type {(node: HTMLElement, name: string, value: string | number) => boolean} */
export const putStyle = (node, name, value) => put(node, `~${name}`, value, () => node.style.setProperty(name, String(value)));
/** @type {(node: Element, name: string, on: boolean) => boolean} */
export const putClass = (node, name, on) => put(node, `.${name}`, on, () => node.classList.toggle(name, on));
/** @type {(node: HTMLElement, hidden: boolean) => boolean} */
export const putHidden = (node, hidden) => put(node, "hidden", hidden, () => (node.hidden = hidden));
/** @type {(node: Element, name: string, value: string | number | boolean | null) => boolean} */
export const putAttribute = (node, name, value) =>
  put(node, name, value, () => (value === null ? node.removeAttribute(name) : node.setAttribute(name, String(value))));

/** @type {(template: string, values: Record<string, string | number>) => string} */
export const fill = (template, values) => template.replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));

/**
 * @param {ShadowRoot} root
 * @param {string[]} names
 */
export function adopt(root, names) {
  for (const name of names) {
    const sheet = sheets.get(name) ?? new CSSStyleSheet();
    if (!sheets.has(name)) {
      sheet.replaceSync(STYLES[name]);
      sheets.set(name, sheet);
    }
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }
}

/** @param {Element} host */
export function isDark(host) {
  const colour = getComputedStyle(host).getPropertyValue("--st-background-color").trim();
  const hex = /^#([0-9a-f]{6}|[0-9a-f]{3})/i.exec(colour)?.[1];
  const parts = hex
    ? (hex.length === 3 ? [...hex].map((d) => d + d) : hex.match(/../g) ?? []).map((pair) => parseInt(pair, 16))
    : (colour.match(/[\d.]+/g) ?? [255, 255, 255]).slice(0, 3).map(Number);
  return 0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2] < 128;
}

/**
 * By key: what stands where, so that the answer to a move can change it too.
 * @type {Map<string, Instance>}
 */
const parts = new Map();

/**
 * Streamlit calls the component again at every change of data or theme, and may run the cleanup of a call that newer
 * data overtook while the component is still on the page: only a detached root is torn down.
 * @param {Component} component
 * @param {(root: any) => Part} create
 */
export function live(component, create) {
  const root = component.parentElement;
  let instance = instances.get(root);
  if (!instance) {
    steady(root);
    instances.set(root, (instance = { ...create(root), component, turn: null, data: null }));
  }
  const one = instance;
  const own = component.data?.[0];
  one.component = component;
  if (own) parts.set(own.part, one);
  const fresh = own && own.turn !== one.turn;
  if (fresh) Object.assign(one, { turn: own.turn, data: own });
  if (one.data) one.update(component, one.data);
  if (fresh && own.follow) follow(own.follow);
  return () => {
    setTimeout(() => {
      if (root.isConnected || instances.get(root) !== one) return;
      instances.delete(root);
      for (const [key, other] of parts) if (other === one) parts.delete(key);
      one.destroy();
    });
  };
}

/** @param {Record<string, unknown>} news */
function follow(news) {
  for (const [key, data] of Object.entries(news)) {
    const instance = parts.get(key);
    if (!instance) continue;
    instance.data = data;
    instance.update(instance.component, data);
  }
}
