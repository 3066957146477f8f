// What a picture shows under the pointer, a finger or the arrow keys. Without this script the page says the same in its tables.
(() => {
  const NS = "http://www.w3.org/2000/svg";
  const GAP = 12;
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("role", "status");
  document.body.append(tip);

  /**
   * @param {string[]} lines
   * @param {number} x
   * @param {number} y
   */
  function say(lines, x, y) {
    tip.replaceChildren(...lines.map((line) => Object.assign(document.createElement("div"), { textContent: line })));
    tip.classList.add("on");
    const { width, height } = tip.getBoundingClientRect();
    const right = x + GAP + width < document.documentElement.clientWidth;
    tip.style.left = `${Math.max(4, right ? x + GAP : x - GAP - width)}px`;
    tip.style.top = `${Math.max(4, Math.min(y + GAP, innerHeight - height - 4))}px`;
  }
  const hush = () => tip.classList.remove("on");

  /**
   * A chart of months: an upright rule at the nearest one, and what each plan brings in it.
   * @param {SVGSVGElement} svg
   * @param {{at: number[], said: string[][]}} read
   */
  function mindMonths(svg, { at, said }) {
    const rule = document.createElementNS(NS, "line");
    for (const [name, value] of Object.entries({ y1: "8", y2: "212", stroke: "#6b7280", "stroke-width": "1", opacity: "0" })) rule.setAttribute(name, value);
    svg.prepend(rule);
    // What has the focus is the picture itself, no longer a part of one.
    const figure = /** @type {HTMLElement} */ (svg.parentElement);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", figure.getAttribute("aria-label") ?? "");
    figure.setAttribute("role", "group");
    svg.setAttribute("tabindex", "0");
    let month = at.length - 1;
    /** @param {number} y */
    function show(y) {
      rule.setAttribute("x1", String(at[month]));
      rule.setAttribute("x2", String(at[month]));
      rule.setAttribute("opacity", "1");
      const box = svg.getBoundingClientRect();
      say(said[month], box.left + (at[month] * box.width) / svg.viewBox.baseVal.width, y);
    }
    function end() {
      rule.setAttribute("opacity", "0");
      hush();
    }
    for (const type of /** @type {const} */ (["pointermove", "pointerdown"])) {
      svg.addEventListener(type, ({ clientX, clientY }) => {
        const box = svg.getBoundingClientRect();
        const x = ((clientX - box.left) * svg.viewBox.baseVal.width) / box.width;
        month = at.reduce((best, here, i) => (Math.abs(here - x) < Math.abs(at[best] - x) ? i : best), 0);
        show(clientY);
      });
    }
    svg.addEventListener("pointerleave", end);
    svg.addEventListener("blur", end);
    const middle = () => svg.getBoundingClientRect().top + 40;
    svg.addEventListener("focus", () => show(middle()));
    svg.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, Home: -at.length, End: at.length }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      month = Math.max(0, Math.min(at.length - 1, month + step));
      show(middle());
    });
  }

  for (const figure of document.querySelectorAll("figure")) {
    const svg = figure.querySelector("svg");
    if (svg && figure.dataset.months) mindMonths(svg, JSON.parse(figure.dataset.months));
    for (const part of figure.querySelectorAll("rect")) {
      const title = part.querySelector("title");
      const text = title?.textContent;
      if (!title || !text) continue;
      title.remove(); // else the browser says it a second time
      for (const type of /** @type {const} */ (["pointermove", "pointerdown"])) {
        part.addEventListener(type, ({ clientX, clientY }) => say([text], clientX, clientY));
      }
      part.addEventListener("pointerleave", hush);
    }
  }
  addEventListener("scroll", hush, { passive: true });
  addEventListener("keydown", ({ key }) => key === "Escape" && hush());
})();
