// Sentences and figures that change many times a second: only the text nodes that differ are written.
import { themeKey } from "../../streamlit_internals/elements.js";
import { adopt, isDark, make, putAttribute, putClass, putText } from "./dom.js";
import { hearTerms, putExplained } from "./terms.js";
/** @import {Block, Part} from "./types.d.ts" */
const FIGURES_REST_MS = 800;

/**
 * @param {ShadowRoot} root
 * @returns {Part<{blocks: Block[], spoken: string}>}
 */
export function makeWords(root) {
  adopt(root, ["tokens", "words"]);
  hearTerms(root);
  const home = make("div", { class: "nd words" });
  const spoken = make("p", { class: "unseen", "aria-live": "polite" });
  root.append(home, spoken);
  /** @type {string | null} */
  let theme = null;
  let kinds = "";
  let speaking = 0;

  /** @param {Block[]} blocks */
  function build(blocks) {
    home.replaceChildren(...blocks.map(({ figures, tag, kind }) => {
      if (!figures) return make(tag === "h1" ? "h1" : "p", { class: kind ?? "" });
      const cells = figures.map(() => make("div", {}, make("dt"), make("dd", {}, make("b"), make("span"))));
      return make("dl", { class: "figures" }, ...cells);
    }));
  }
  /**
   * @param {Element} node
   * @param {Block} block
   */
  function fillIn(node, { figures, text, terms: meanings }) {
    if (!figures) return putExplained(node, text ?? "", meanings ?? {});
    figures.forEach(({ label, value, change, tone, terms }, i) => {
      const [name, cell] = node.children[i].children;
      const [figure, aside] = cell.children;
      putExplained(name, label, terms);
      putText(figure, value);
      putText(aside, change);
      putAttribute(aside, "class", tone);
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
      speaking = window.setTimeout(() => putText(spoken, sentence), FIGURES_REST_MS);
    },
    destroy: () => clearTimeout(speaking),
  };
}
