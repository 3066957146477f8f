// Sentences and figures that change many times a second: only the text nodes that differ are written.
function makeWords(root) {
  adopt(root, ["tokens", "words"]);
  const home = make("div", { class: "nd words" });
  const spoken = make("p", { class: "unseen", "aria-live": "polite" });
  root.append(home, spoken);
  let theme = null;
  let kinds = "";
  let speaking = 0;

  function build(blocks) {
    home.replaceChildren(...blocks.map((block) => {
      if (!block.figures) return make(block.tag, { class: block.kind });
      const cells = block.figures.map(() => make("div", {}, make("dt"), make("dd", {}, make("b"), make("span"))));
      return make("dl", { class: "figures" }, ...cells);
    }));
  }
  function fillIn(node, block) {
    if (!block.figures) return putExplained(node, block.text, block.terms);
    block.figures.forEach(({ label, value, change, tone, terms }, i) => {
      const [name, cell] = node.children[i].children;
      putExplained(name, label, terms);
      putText(cell.firstChild, value);
      putText(cell.lastChild, change);
      putAttribute(cell.lastChild, "class", tone);
    });
  }

  return {
    update(_, { blocks, spoken: sentence }) {
      if (theme !== themeKey(root)) {
        theme = themeKey(root);
        putClass(home, "dark", isDark(root.host));
      }
      const now = JSON.stringify(blocks.map((block) => [block.tag, block.kind, block.figures?.length]));
      if (now !== kinds) build(blocks);
      kinds = now;
      blocks.forEach((block, i) => fillIn(home.children[i], block));
      clearTimeout(speaking);
      speaking = setTimeout(() => putText(spoken, sentence), 800);
    },
    destroy: () => clearTimeout(speaking),
  };
}
