// Counts down what the server said is left; at zero the server, not this clock, closes the round.
/** @import {Component, Root} from "../ui/live/assets/types.d.ts" */
/** @type {WeakMap<Root, {deadline: number, at: number, ticking: number}>} */
const clocks = new WeakMap();

/**
 * Streamlit calls this again when the deadline moves, and cleans up only what is gone: each place keeps one clock.
 * @param {Component<[{left: number, deadline: number}]>} component
 */
export default function ({ data, parentElement }) {
  const said = /** @type {HTMLOutputElement} */ (parentElement.querySelector("output"));
  const [{ left, deadline }] = data;
  const known = clocks.get(parentElement);
  const at = known?.deadline === deadline ? known.at : Date.now() + left * 1000;
  const show = () => {
    const seconds = Math.max(0, Math.ceil((at - Date.now()) / 1000));
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} left`;
    if (said.textContent !== text) said.textContent = text;
    said.classList.toggle("soon", seconds <= 15);
  };
  show();
  clearInterval(known?.ticking);
  const ticking = window.setInterval(show, 250);
  clocks.set(parentElement, { deadline, at, ticking });
  return () => clearInterval(ticking);
}
