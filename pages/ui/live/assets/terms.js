// Words that explain themselves: what one means stands beside it while it is pointed at, focused or touched.
import { make, put } from "./dom.js";
/** @import {Terms} from "./types.d.ts" */

const TIP_GAP = 6;
const TIP_EDGE = 8;
const LEAVE_MS = 150;

/** @type {(text: string, meaning: string, tabindex: string) => HTMLElement} */
const makeTerm = (text, meaning, tabindex) => {
  const term = make("dfn", { class: "term", tabindex, "aria-description": meaning });
  term.textContent = text;
  return term;
};

/**
 * A text whose words, given with what they mean, are marked where they first stand. All of it is plain text. Where the
 * same stands many times below each other, the keyboard need not stop at each: `tabindex` is "-1" from the second on.
 * @param {Element} node
 * @param {string} text
 * @param {Terms} terms
 * @param {string} tabindex
 */
export function putExplained(node, text, terms, tabindex = "0") {
  const found = Object.keys(terms)
    .map((word) => /** @type {const} */ ([text.indexOf(word), word]))
    .filter(([place]) => place >= 0);
  put(node, "#", text, () => {
    let at = 0;
    const nodes = found.sort((one, other) => one[0] - other[0]).flatMap(([place, word]) => {
      const before = text.slice(at, place);
      at = place + word.length;
      return [before, makeTerm(word, terms[word], tabindex)];
    });
    node.replaceChildren(...nodes, text.slice(at));
  });
}

/** @type {(root: Document | ShadowRoot) => void} */
let hear = () => {};

/**
 * Listens for terms in one root. What moves between two places of one shadow root is never heard outside of it.
 * @param {ShadowRoot} root
 */
export const hearTerms = (root) => hear(root);

/**
 * One tip for the whole page, above everything, kept inside the window. Screen readers get the term's description.
 * @param {Document} page
 */
export function mindTerms(page) {
  const tip = make("div", { class: "meaning", popover: "manual", "aria-hidden": "true" });
  /** @type {Element | null} */
  let told = null;
  let leaving = 0;

  function place() {
    if (!told?.isConnected) return close();
    const { left, top, bottom } = told.getBoundingClientRect();
    const { width, height } = tip.getBoundingClientRect();
    const across = Math.max(TIP_EDGE, Math.min(left, page.documentElement.clientWidth - width - TIP_EDGE));
    const below = bottom + TIP_GAP + height < innerHeight - TIP_EDGE;
    tip.style.left = `${across}px`;
    tip.style.top = `${Math.max(TIP_EDGE, below ? bottom + TIP_GAP : top - height - TIP_GAP)}px`;
  }
  /** @param {Element} term */
  function open(term) {
    clearTimeout(leaving);
    if (told !== term) tip.textContent = term.getAttribute("aria-description");
    told = term;
    if (!tip.isConnected) page.body.append(tip);
    if (!tip.matches(":popover-open")) tip.showPopover();
    place();
  }
  function close() {
    clearTimeout(leaving);
    told = null;
    if (tip.isConnected) tip.hidePopover();
  }
  /** @param {Event} event */
  const termAt = (event) => {
    const [first] = event.composedPath();
    return first instanceof Element ? first.closest("dfn.term") : null;
  };
  const later = () => {
    clearTimeout(leaving);
    leaving = window.setTimeout(close, LEAVE_MS);
  };
  hear = (root) => {
    for (const type of ["pointerover", "focusin", "click"]) {
      root.addEventListener(type, (event) => {
        const term = termAt(event);
        if (term) open(term);
        else if (event.target === tip) clearTimeout(leaving);
      });
    }
    root.addEventListener("pointerout", (event) => {
      const own = /** @type {Document | ShadowRoot | undefined} */ (told?.getRootNode());
      const focused = told && own?.activeElement === told;
      if (/** @type {PointerEvent} */ (event).pointerType === "mouse" && told && !focused) later();
    });
    root.addEventListener("focusout", (event) => termAt(event) && close());
  };
  hear(page);
  page.addEventListener("pointerdown", (event) => told && !termAt(event) && event.target !== tip && close());
  page.addEventListener("keydown", ({ key }) => key === "Escape" && told && close());
  addEventListener("scroll", () => told && place(), { capture: true, passive: true });
  addEventListener("resize", () => told && place());
}
