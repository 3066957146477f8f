// A press waits for what was typed or moved before it. Streamlit sends a press at once and an edit only after it has
// drawn it, and the server follows a press first where both arrive together: a split would be submitted without the
// amount typed last, and an edit that arrives for a page already left breaks the next one.
const EDIT_LEAVES_MS = 400;
const PRESS_PATIENCE_MS = 4000;
const RUN_STATE = "data-test-script-state";
const PRESSED = "button, a, label, summary, [role=option]";

function mindPresses(page) {
  const edit = { field: null, was: "", left: -Infinity }; // the last field of text the hand was in, and when it left it
  const leaving = () => performance.now() - edit.left < EDIT_LEAVES_MS;
  const idle = () => page.querySelector(`[${RUN_STATE}]`)?.getAttribute(RUN_STATE) === "notRunning";
  const settled = () => !leaving() && !unanswered.size;
  let passing = false;

  // Levers are told by their outbox; a form keeps its edits until its own button is pressed.
  page.addEventListener("focusin", ({ target }) => {
    if (target.matches("input, textarea") && !target.closest("form, [data-testid=stForm]"))
      Object.assign(edit, { field: target, was: target.value });
  }, true);
  page.addEventListener("focusout", ({ target }) => {
    if (target === edit.field && target.value !== edit.was) edit.left = performance.now();
  }, true);
  new MutationObserver(() => {
    if (!idle()) edit.left = -Infinity; // it is on its way
  }).observe(page, { subtree: true, attributeFilter: [RUN_STATE] });

  // What stands in a shadow root sends its own edits in order, and is not found here.
  page.addEventListener("click", (event) => {
    if (passing || settled() || !event.target.closest?.(PRESSED)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pass(event.target, performance.now() + PRESS_PATIENCE_MS);
  }, true);
  function pass(target, latest) {
    if (!(settled() && idle()) && performance.now() < latest) return setTimeout(pass, 20, target, latest);
    passing = true;
    if (target.isConnected) target.click();
    passing = false;
  }
}
