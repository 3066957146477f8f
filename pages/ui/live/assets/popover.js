// What a button opens is placed before its content has come, and from then on held to the room on that side, which may
// be a strip at the window's edge. Where more comes than fits there, it goes to the side with more room.
import NAMES from "../../streamlit_internals/dom.json" with { type: "json" };

const WATCH_MS = 100;

/**
 * Whether something of this height has its end cut off where it stands, while the other side of its button has more room.
 * @param {{top: number, bottom: number}} button
 * @param {{top: number, shown: number, whole: number}} body
 * @param {number} height of the window
 */
export function belongsElsewhere(button, body, height) {
  const above = button.top;
  const below = height - button.bottom;
  const here = body.top >= button.top ? below : above;
  return body.whole > body.shown + 1 && Math.max(above, below) > here;
}

/**
 * The part that buttons opened; null while none has.
 * @param {Document} page
 */
export const openedIn = (page) => /** @type {HTMLElement | null} */ (page.querySelector(NAMES.opened));

/**
 * The button to be seen among those found so: one with a hint is in the page twice, for wide windows and for narrow ones.
 * @param {Document} page
 * @param {string} within
 * @param {string} state
 */
export function openerIn(page, within = "", state = "") {
  const found = /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll(`${within} ${NAMES.opener}${state}`));
  return [...found].find((button) => button.checkVisibility()) ?? null;
}

/**
 * The button of what is open.
 * @param {Document} page
 */
export const ownerIn = (page) => openerIn(page, "", '[aria-expanded="true"]');

/** @param {Document} page */
export function mindPopovers(page) {
  let watching = 0;

  // What is open moves with its button, which the page may push out of the window while it is still being drawn.
  /** @param {number | null} before where in the page the button stood, however far that was scrolled */
  function keepInside(before) {
    const button = ownerIn(page);
    const main = page.querySelector(NAMES.main);
    watching = 0;
    if (!button || !main) return;
    const { top, bottom } = button.getBoundingClientRect();
    const at = top + main.scrollTop;
    const pushed = before !== null && Math.abs(at - before) > 1;
    if (pushed && (top < 0 || bottom > page.documentElement.clientHeight)) button.scrollIntoView({ block: "nearest" });
    watching = window.setTimeout(keepInside, WATCH_MS, at);
  }
  new MutationObserver((changes) => {
    const body = openedIn(page);
    const button = body && ownerIn(page);
    if (!body || !button) return;
    if (!watching) keepInside(null);
    if (!changes.some(({ target }) => body.contains(target))) return;
    const stands = { top: body.getBoundingClientRect().top, shown: body.clientHeight, whole: body.scrollHeight };
    // Of its full height it is measured and placed again by who placed it.
    if (belongsElsewhere(button.getBoundingClientRect(), stands, page.documentElement.clientHeight)) body.style.maxHeight = "";
  }).observe(page.body, { subtree: true, childList: true, characterData: true });
}
