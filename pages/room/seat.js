// Remembers on this device which seat is whose, so that scanning the code again after closing the tab leads back to it.
// Where the browser keeps nothing for us (blocked storage), the address with the seat still does, except in a frame: the
// page around it knows the first address alone, and leads there again when it is reloaded. Whoever sits there is told.
/** @import {Component} from "../ui/live/assets/types.d.ts" */
const NAME = "next-dollar-seats";
const MOST = 8;

/** @returns {[string, unknown][]} */
function kept() {
  try {
    return Object.entries(JSON.parse(localStorage.getItem(NAME) ?? "null") ?? {});
  } catch {
    return [];
  }
}

/** Whether nothing of this page outlasts a reload of the one around it. */
function forgets() {
  if (window.self === window.top) return false;
  try {
    localStorage.getItem(NAME);
    return false;
  } catch {
    return true;
  }
}

/** @param {Component<[{code: string, seat: string | null, forgets: boolean}]>} component */
export default function ({ data, setStateValue }) {
  const [{ code, seat, forgets: told }] = data;
  if (!told && forgets()) setStateValue("forgets", true);
  if (seat) {
    const others = kept().filter(([room]) => room !== code);
    try {
      localStorage.setItem(NAME, JSON.stringify(Object.fromEntries([...others.slice(1 - MOST), [code, seat]])));
    } catch {
      // Nothing is lost but the short way back.
    }
    return;
  }
  const known = kept().find(([room]) => room === code);
  if (known && typeof known[1] === "string") setStateValue("seat", known[1]);
}
