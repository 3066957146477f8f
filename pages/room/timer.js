// Counts down what the server said is left; at zero the server, not this clock, closes the round.
const ends = new WeakMap();
export default function ({ data, parentElement }) {
  const said = parentElement.querySelector("output");
  const [{ left, deadline }] = data;
  if (ends.get(parentElement)?.deadline !== deadline) {
    ends.set(parentElement, { deadline, at: Date.now() + left * 1000 });
  }
  const show = () => {
    const seconds = Math.max(0, Math.ceil((ends.get(parentElement).at - Date.now()) / 1000));
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} left`;
    if (said.textContent !== text) said.textContent = text;
    said.classList.toggle("soon", seconds <= 15);
  };
  show();
  const ticking = setInterval(show, 250);
  return () => clearInterval(ticking);
}
