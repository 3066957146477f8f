// Makes the block around it a landmark for screen readers: a Streamlit container has no role of its own.
import { blockAround } from "../../streamlit_internals/elements.js";
import { putAttribute } from "./dom.js";
/** @import {Part, Root} from "./types.d.ts" */

/**
 * @param {Root} root
 * @returns {Part<{role: string, label: string}>}
 */
export function makeLandmark(root) {
  return {
    update(_, { role, label }) {
      const block = blockAround(root);
      if (!block) return;
      putAttribute(block, "role", role);
      putAttribute(block, "aria-label", label);
    },
    destroy() {},
  };
}
