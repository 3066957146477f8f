// A press waits for what was typed or moved before it. Streamlit sends a press at once and an edit only after it has
// drawn it, and the server follows a press first where both arrive together: a split would be submitted without the
// amount typed last, and an edit that arrives for a page already left breaks the next one.
import NAMES from "../../streamlit_internals/dom.json" with { type: "json" };
import { fallBack } from "../../streamlit_internals/fallback.js";
import { unanswered } from "./outbox.js";

const EDIT_LEAVES_MS = 400;
const PRESS_PATIENCE_MS = 4000;
const PRESSED = "button, a, label, summary, [role=option], input:is([type=checkbox], [type=radio])";

/** @param {Document} page */
export function mindPresses(page) {
  // The last field of text that the hand was in, and when it left it.
  const edit = { field: /** @type {HTMLInputElement | HTMLTextAreaElement | null} */ (null), was: "", left: -Infinity };
  const leaving = () => performance.now() - edit.left < EDIT_LEAVES_MS;
  function idle() {
    if (page.querySelector(NAMES.drawn)) return true;
    if (page.querySelector(`[${NAMES.run}]`)) return false;
    fallBack("state of the script", "a press does not wait for its end");
    return true;
  }
  const settled = () => !leaving() && !unanswered.size;
  let passing = false;

  // Levers are told by their outbox; a form keeps its edits until its own button is pressed.
  // A choice is sent when it is made, though a list to choose from is a field of text too.
  page.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLInputElement && target.getAttribute("role") === "combobox") return;
    if ((target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && !target.closest(NAMES.form))
      Object.assign(edit, { field: target, was: target.value });
  }, true);
  page.addEventListener("keydown", ({ key, target }) => {
    if (key === "Enter" && edit.field !== null && target === edit.field) edit.was = edit.field.value; // sent by that
  }, true);
  page.addEventListener("focusout", ({ target }) => {
    if (edit.field !== null && target === edit.field && edit.field.value !== edit.was) edit.left = performance.now();
  }, true);
  new MutationObserver(() => {
    if (!idle()) edit.left = -Infinity; // it is on its way
  }).observe(page, { subtree: true, attributeFilter: [NAMES.run] });

  // What stands in a shadow root sends its own edits in order, and is not found here.
  page.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element ? event.target.closest(PRESSED) : null;
    if (passing || settled() || !(pressed instanceof HTMLElement)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pass(pressed, performance.now() + PRESS_PATIENCE_MS);
  }, true);
  /**
   * @param {HTMLElement} target
   * @param {number} latest
   */
  function pass(target, latest) {
    if (!(settled() && idle()) && performance.now() < latest) return void setTimeout(pass, 20, target, latest);
    passing = true;
    if (target.isConnected) target.click();
    passing = false;
  }
}
