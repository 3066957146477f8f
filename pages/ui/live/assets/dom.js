// Small helpers shared by the components. All writes go through `put…`, which touch the page only on a change.
const NS = "http://www.w3.org/2000/svg";
const instances = new WeakMap();
const sheets = new Map();

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function icon(box, ...shapes) {
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", box);
  svg.setAttribute("aria-hidden", "true");
  for (const { tag = "path", ...attributes } of shapes) {
    const shape = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    svg.append(shape);
  }
  return svg;
}

// What was last written is remembered beside the node, because asking the page is slower than asking a Map.
const written = new WeakMap();
function put(node, name, value, write) {
  let known = written.get(node);
  if (!known) written.set(node, (known = new Map()));
  if (known.get(name) === value) return false;
  known.set(name, value);
  write(value);
  return true;
}
const putText = (node, text) => put(node, "#", text, () => (node.textContent = text));
const putStyle = (node, name, value) => put(node, `~${name}`, value, () => node.style.setProperty(name, value));
const putClass = (node, name, on) => put(node, `.${name}`, on, () => node.classList.toggle(name, on));
const putHidden = (node, hidden) => put(node, "hidden", hidden, () => (node.hidden = hidden));
const putAttribute = (node, name, value) =>
  put(node, name, value, () => (value === null ? node.removeAttribute(name) : node.setAttribute(name, value)));

const fill = (template, values) => template.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

function adopt(root, names) {
  hearTerms(root);
  for (const name of names) {
    if (!sheets.has(name)) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLES[name]);
      sheets.set(name, sheet);
    }
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheets.get(name)];
  }
}

function isDark(host) {
  const colour = getComputedStyle(host).getPropertyValue("--st-background-color").trim();
  const hex = /^#([0-9a-f]{6}|[0-9a-f]{3})/i.exec(colour)?.[1];
  const parts = hex
    ? (hex.length === 3 ? [...hex].map((d) => d + d) : hex.match(/../g)).map((pair) => parseInt(pair, 16))
    : (colour.match(/[\d.]+/g) ?? [255, 255, 255]).slice(0, 3).map(Number);
  return 0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2] < 128;
}

// Streamlit keeps its theme variables in a class of the element around ours, so the class names the theme
// and no style has to be computed to see that it is still the same.
const themeKey = (root) => `${root.host.parentElement?.className}`;

// Streamlit starts to fade every element of a fragment whenever it runs; live ones must neither fade nor cost frames.
function steady(root) {
  const box = (root.host ?? root).closest('[data-testid="stElementContainer"]');
  box?.style.setProperty("opacity", "1");
  box?.style.setProperty("transition", "none");
}

// By key: what stands where, so that the answer to a move can change it too.
const parts = new Map();

// Streamlit calls the component again at every change of data or theme, and may run the cleanup of a call
// that newer data overtook while the component is still on the page: only a detached root is torn down.
// `create(root)` gives {update(component, data), destroy()}.
function live(component, create) {
  const root = component.parentElement;
  let instance = instances.get(root);
  if (!instance) {
    steady(root);
    instances.set(root, (instance = { ...create(root), turn: null, data: null }));
  }
  const own = component.data?.[0];
  instance.component = component;
  if (own) parts.set(own.part, instance);
  const fresh = own && own.turn !== instance.turn;
  if (fresh) Object.assign(instance, { turn: own.turn, data: own });
  if (instance.data) instance.update(component, instance.data);
  if (fresh && own.follow) follow(own.follow);
  return () =>
    setTimeout(() => {
      if (root.isConnected || instances.get(root) !== instance) return;
      instances.delete(root);
      for (const [key, one] of parts) if (one === instance) parts.delete(key);
      instance.destroy();
    });
}

function follow(news) {
  for (const [key, data] of Object.entries(news)) {
    const instance = parts.get(key);
    if (!instance) continue;
    instance.data = data;
    instance.update(instance.component, data);
  }
}
