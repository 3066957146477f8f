// A handle that a pointer drags and keys move: told at every place on the way, then let go once hand or keys rest.
import { putClass } from "./dom.js";
/** @import {Grip} from "./types.d.ts" */

const KEYS_REST_MS = 600;

/**
 * @template Start
 * @param {HTMLElement} node
 * @param {Grip<Start>} grip
 */
export function makeGrip(node, { fixed, begin, drag, target, move, letGo, callOff }) {
  /** @type {{at: Start, id: number} | null} */
  let held = null;
  let resting = 0;
  /** @param {boolean} taken */
  function end(taken) {
    if (!held) return;
    const { at, id } = held;
    if (node.hasPointerCapture(id)) node.releasePointerCapture(id);
    held = null;
    putClass(node, "held", false);
    if (taken) letGo();
    else callOff(at);
  }
  function rest() {
    if (!resting) return;
    clearTimeout(resting);
    resting = 0;
    letGo();
  }
  node.addEventListener("pointerdown", (event) => {
    if (event.button || fixed()) return;
    event.preventDefault();
    rest();
    node.focus({ preventScroll: true });
    node.setPointerCapture(event.pointerId);
    held = { at: begin(event), id: event.pointerId };
    putClass(node, "held", true);
  });
  node.addEventListener("pointermove", (event) => {
    if (held && event.pointerId === held.id) drag(held.at, event);
  });
  node.addEventListener("pointerup", () => end(true));
  node.addEventListener("pointercancel", () => end(false));
  node.addEventListener("lostpointercapture", () => end(true));
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && held) return end(false);
    const wanted = target(event);
    if (wanted === null) return;
    event.preventDefault();
    if (fixed()) return;
    move(wanted);
    clearTimeout(resting);
    resting = window.setTimeout(rest, KEYS_REST_MS);
  });
  node.addEventListener("blur", rest);
}
