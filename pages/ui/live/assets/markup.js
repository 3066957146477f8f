// A piece of the page's own HTML, escaped where it was written.
import { make, put, putAttribute } from "./dom.js";
/** @import {Part, Root} from "./types.d.ts" */

/**
 * @param {Root} root
 * @returns {Part<{html: string, polite: boolean}>}
 */
export function makeMarkup(root) {
  const home = make("div", { class: "markup" });
  root.append(home);
  return {
    update(_, { html, polite }) {
      putAttribute(home, "aria-live", polite ? "polite" : "off");
      put(home, "html", html, () => (home.innerHTML = html));
    },
    destroy() {},
  };
}
