// The page's own style sheet in the theme's colours, at once: no script runs when the theme changes.
import { isDark, putClass } from "./dom.js";
/** @import {Root} from "./types.d.ts" */

/**
 * Streamlit calls a component again when the theme changes, and tells the theme's colours to what it stands in.
 * @param {Root} root
 */
export function followTheme(root) {
  const dark = isDark(root instanceof ShadowRoot ? root.host : root);
  putClass(document.documentElement, "page-dark", dark);
  putClass(document.documentElement, "page-light", !dark);
}
