const told = new Set();

/**
 * Says in the browser's console, one time, that something of Streamlit's is not where it was.
 * @param {string} missing
 * @param {string} instead
 */
export function fallBack(missing, instead) {
  if (told.has(missing)) return;
  told.add(missing);
  console.warn(`Next Dollar: this Streamlit has no ${missing}: ${instead}.`);
}
