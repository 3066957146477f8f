// Mounted once per full run: puts the code in the page, keyed by its content, and begins to load Vega.
const module = {
  levers: (component) => live(component, makeLevers),
  picture: (component) => live(component, makePicture),
  words: (component) => live(component, makeWords),
  markup: (component) => live(component, makeMarkup),
  landmark: (component) => live(component, makeLandmark),
  ship: (component) => ship(component.data[0]),
};

export default function (component) {
  const slot = ((globalThis.nextDollar ??= {})[HASH] ??= {});
  slot.ready ??= new Promise((open) => (slot.open = open));
  if (!slot.module) {
    mindHeader(document);
    mindTerms(document);
    mindPresses(document);
  }
  slot.module ??= module;
  slot.open?.(slot.module);
  load(component.data[0]);
}
