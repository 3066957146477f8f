// Mounted once per full run: puts the code in the page, keyed by its content, and begins to load Vega.
const module = {
  levers: (component) => live(component, makeLevers),
  picture: (component) => live(component, makePicture),
  words: (component) => live(component, makeWords),
  markup: (component) => live(component, makeMarkup),
  ship: (component) => ship(component.data[0]),
};

export default function (component) {
  const slot = ((globalThis.nextDollar ??= {})[HASH] ??= {});
  slot.ready ??= new Promise((open) => (slot.open = open));
  slot.module ??= module;
  slot.open?.(slot.module);
  load(component.data[0]);
}
