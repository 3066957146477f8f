// Words that explain themselves: what one means stands beside it while it is pointed at, focused or touched.
import { make, put } from "./dom.js";
/** @import {Terms} from "./types.d.ts" */

const TIP_GAP = 6;
const TIP_EDGE = 8;
const LEAVE_MS = 150;
const LEAD_WITHIN_MS = 20_000;
/** The place of a term in the glossary, by the term as it is written. @type {(word: string) => string} */
const placeOf = (word) => `word-${word.toLowerCase().replaceAll(" ", "-")}`;

/** @type {(text: string, meaning: string, tabindex: string) => HTMLElement} */
const makeTerm = (text, meaning, tabindex) => {
  const term = make("dfn", { class: "term", tabindex, "aria-description": meaning, "data-word": placeOf(text) });
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
  const said = make("span");
  // Found by a pointer; with the keyboard, Enter on the term itself leads there.
  const more = make("a", { target: "_blank", rel: "noopener", tabindex: "-1" }, "All words");
  const tip = make("div", { class: "meaning", popover: "manual", "aria-hidden": "true" }, said, more);
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
    if (told !== term) {
      said.textContent = term.getAttribute("aria-description");
      const at = glossaryAt(page, term);
      more.hidden = !at;
      if (at) more.href = at;
    }
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
        else if (tip.contains(/** @type {Node} */ (event.target))) clearTimeout(leaving);
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
  page.addEventListener("pointerdown", (event) => told && !termAt(event) && !tip.contains(/** @type {Node} */ (event.target)) && close());
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && told) close();
    const at = event.key === "Enter" && told && termAt(event) === told ? glossaryAt(page, told) : null;
    if (at) window.open(at, "_blank", "noopener");
  });
  page.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    // A way to the glossary out of a field's help, which is written without knowing the address it stands at.
    if (link?.hash.startsWith("#word-") && !link.search) link.search = location.search;
  }, { capture: true });
  addEventListener("scroll", () => told && place(), { capture: true, passive: true });
  addEventListener("resize", () => told && place());
}

/**
 * The address at which the glossary explains a term, with the scenario on show; null where the page has no way there.
 * @param {Document} page
 * @param {Element} term
 */
function glossaryAt(page, term) {
  const words = /** @type {HTMLElement | null} */ (page.querySelector(".paper"))?.dataset.words;
  const place = term.getAttribute("data-word");
  if (!words || !place) return null;
  const link = /** @type {HTMLAnchorElement | null} */ (page.querySelector(`a[href$="/${words}"], a[href="${words}"]`));
  return `${(link?.href ?? new URL(words, page.baseURI).href).split(/[?#]/)[0]}${location.search}#${place}`;
}

/**
 * Leads to the word that the address names, once the page has it. One that is written in the plural is found too.
 * @param {Document} page
 */
export function mindWord(page) {
  const place = decodeURIComponent(location.hash.slice(1));
  if (!place.startsWith("word-")) return;
  const watcher = new MutationObserver(lead);
  function lead() {
    const found = page.getElementById(place) ?? page.getElementById(place.replace(/s$/, ""));
    if (!found) return;
    watcher.disconnect();
    found.focus();
    found.scrollIntoView({ block: "center" });
  }
  watcher.observe(page.body, { childList: true, subtree: true });
  setTimeout(() => watcher.disconnect(), LEAD_WITHIN_MS);
  lead();
}
