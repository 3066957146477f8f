// Words that explain themselves: what one means stands beside it while it is pointed at, focused or touched.
const TIP_GAP = 6;
const TIP_EDGE = 8;
const LEAVE_MS = 150;

const makeTerm = (text, meaning, tabindex) => {
  const term = make("dfn", { class: "term", tabindex, "aria-description": meaning });
  term.textContent = text;
  return term;
};

// A text whose words, given with what they mean, are marked where they first stand. All of it is plain text. Where the
// same stands many times below each other, the keyboard need not stop at each: `tabindex` is "-1" from the second on.
function putExplained(node, text, terms, tabindex = "0") {
  const found = Object.keys(terms).map((word) => [text.indexOf(word), word]).filter(([place]) => place >= 0);
  put(node, "#", text, () => {
    let at = 0;
    const nodes = found.sort((one, other) => one[0] - other[0]).flatMap(([place, word]) => {
      const before = text.slice(at, place);
      at = place + word.length;
      return [before, makeTerm(word, terms[word], tabindex)];
    });
    node.replaceChildren(...nodes, text.slice(at));
  });
}

// What listens for terms in one root. What moves between two places of one shadow root is never heard outside of it.
let hearTerms = () => {};

// One tip for the whole page, above everything, kept inside the window. Screen readers get the term's description.
function mindTerms(page) {
  const tip = make("div", { class: "meaning", popover: "manual", "aria-hidden": "true" });
  let told = null;
  let leaving = 0;

  function place() {
    if (!told?.isConnected) return close();
    const { left, top, bottom } = told.getBoundingClientRect();
    const { width, height } = tip.getBoundingClientRect();
    const across = Math.max(TIP_EDGE, Math.min(left, page.documentElement.clientWidth - width - TIP_EDGE));
    const below = bottom + TIP_GAP + height < innerHeight - TIP_EDGE;
    tip.style.left = `${across}px`;
    tip.style.top = `${Math.max(TIP_EDGE, below ? bottom + TIP_GAP : top - height - TIP_GAP)}px`;
  }
  function open(term) {
    clearTimeout(leaving);
    if (told !== term) tip.textContent = term.getAttribute("aria-description");
    told = term;
    if (!tip.isConnected) page.body.append(tip);
    if (!tip.matches(":popover-open")) tip.showPopover();
    place();
  }
  function close() {
    clearTimeout(leaving);
    told = null;
    if (tip.isConnected) tip.hidePopover();
  }
  const termAt = (event) => event.composedPath()[0].closest?.("dfn.term");
  const later = () => {
    clearTimeout(leaving);
    leaving = setTimeout(close, LEAVE_MS);
  };
  hearTerms = (root) => {
    for (const type of ["pointerover", "focusin", "click"]) {
      root.addEventListener(type, (event) => {
        const term = termAt(event);
        if (term) open(term);
        else if (event.target === tip) clearTimeout(leaving);
      });
    }
    root.addEventListener("pointerout", (event) => {
      const focused = told && told.getRootNode().activeElement === told;
      if (event.pointerType === "mouse" && told && !focused) later();
    });
    root.addEventListener("focusout", (event) => termAt(event) && close());
  };
  hearTerms(page);
  page.addEventListener("pointerdown", (event) => told && !termAt(event) && event.target !== tip && close());
  page.addEventListener("keydown", ({ key }) => key === "Escape" && told && close());
  addEventListener("scroll", () => told && place(), { capture: true, passive: true });
  addEventListener("resize", () => told && place());
}
