// Counts down what the server said is left; at zero the server, not this clock, closes the round.
/** @import {Component, Root} from "../ui/live/assets/types.d.ts" */
/** @type {WeakMap<Root, {deadline: number, at: number}>} */
const ends = new WeakMap();

/** @param {Component<[{left: number, deadline: number}]>} component */
export default function ({ data, parentElement }) {
  const said = /** @type {HTMLOutputElement} */ (parentElement.querySelector("output"));
  const [{ left, deadline }] = data;
  const known = ends.get(parentElement);
  const end = known?.deadline === deadline ? known : { deadline, at: Date.now() + left * 1000 };
  ends.set(parentElement, end);
  const show = () => {
    const seconds = Math.max(0, Math.ceil((end.at - Date.now()) / 1000));
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} left`;
    if (said.textContent !== text) said.textContent = text;
    said.classList.toggle("soon", seconds <= 15);
  };
  show();
  const ticking = setInterval(show, 250);
  return () => clearInterval(ticking);
}
