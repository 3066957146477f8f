// What `delivery.py` puts in this file's place: the style sheets of this folder by name, and what names the code.
/** @type {Record<string, string>} */
export const STYLES = {};
/** @type {string} */
export const HASH = "";
