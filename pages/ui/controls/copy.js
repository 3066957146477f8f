// A link in full, and a button that copies it. The address is made here: only the browser knows its own.
import { copied } from "../live/assets/clipboard.js";
/** @import {Component} from "../live/assets/types.d.ts" */

/** @param {Component<{query: string, label: string, action: string, done: string, failed: string}>} component */
export default function ({ data, parentElement }) {
  const address = new URL(window.location.href);
  address.search = data.query;
  address.hash = "";
  const field = /** @type {HTMLInputElement} */ (parentElement.querySelector("input"));
  const button = /** @type {HTMLButtonElement} */ (parentElement.querySelector("button"));
  const said = /** @type {HTMLOutputElement} */ (parentElement.querySelector("output"));
  field.value = address.href;
  field.setAttribute("aria-label", data.label);
  field.onfocus = () => field.select();
  if (button.dataset.link !== address.href) {
    button.dataset.link = address.href;
    button.textContent = data.action;
    said.textContent = "";
  }
  button.onclick = async () => {
    said.textContent = (await copied(field.value)) ? data.done : data.failed;
  };
}
