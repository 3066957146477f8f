// Runs before the page's own scripts: notes when there are levers that nothing covers, and when a chart is drawn.
(() => {
  const weight = (globalThis.weight = {});
  const find = (selector, root = document) =>
    root.querySelector(selector) ??
    [...root.querySelectorAll("*")].map(({ shadowRoot }) => shadowRoot && find(selector, shadowRoot)).find(Boolean);
  const shows = {
    levers: () => !document.querySelector("next-dollar-outline") && find('[role="slider"], input[type="range"]'),
    picture: () => find("svg.marks, canvas.marks"),
  };
  const look = () => {
    const left = Object.entries(shows).filter(([name]) => !(name in weight));
    for (const [name, seen] of left) if (seen()) weight[name] = performance.now() / 1000;
    if (left.length) setTimeout(look, 20);
  };
  look();
})();
