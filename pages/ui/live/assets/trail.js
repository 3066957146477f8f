// The steps a tab has gone, as links: what the server knows too, for the case that another one answers after a reload.
/** @typedef {{past: string[], here: string, future: string[]}} Trail the next steps to undo and redo stand last */

const MOST_STEPS = 50;
const MOST_LETTERS = 60_000;

/** @type {(here: string) => Trail} */
export const begun = (here) => ({ past: [], here, future: [] });

/**
 * A new step.
 * @param {Trail} trail
 * @param {string} link
 */
export const stepped = ({ past, here }, link) => bounded({ past: [...past, here], here: link, future: [] });

/**
 * One step back; as it was where that would lead elsewhere.
 * @param {Trail} trail
 * @param {string} link
 * @returns {Trail}
 */
export function undone(trail, link) {
  const { past, here, future } = trail;
  return past.at(-1) === link ? { past: past.slice(0, -1), here: link, future: [...future, here] } : trail;
}

/**
 * One step forward again; as it was where that would lead elsewhere.
 * @param {Trail} trail
 * @param {string} link
 */
export function redone({ past, here, future }, link) {
  return turned(undone({ past: future, here, future: past }, link));
}

/**
 * Where an address leads: through the steps already made if they lead there, else as a new step.
 * @param {Trail} trail
 * @param {string} link
 * @returns {Trail}
 */
export function travelled(trail, link) {
  const { past, here, future } = trail;
  if (link === here) return trail;
  const [back, ahead] = [past.lastIndexOf(link), future.lastIndexOf(link)];
  if (back >= 0) {
    return { past: past.slice(0, back), here: link, future: [...future, here, ...past.slice(back + 1).reverse()] };
  }
  if (ahead >= 0) return turned(travelled(turned(trail), link));
  return stepped(trail, link);
}

/** @type {(trail: Trail) => Trail} */
const turned = ({ past, here, future }) => ({ past: future, here, future: past });

/**
 * Without the oldest steps, where there are too many.
 * @param {Trail} trail
 * @returns {Trail}
 */
function bounded({ past, here, future }) {
  const kept = past.slice(-MOST_STEPS);
  let letters = kept.join("").length;
  while (letters > MOST_LETTERS) letters -= kept.shift()?.length ?? letters;
  return { past: kept, here, future };
}

/**
 * What a tab had kept, which may be anything.
 * @param {string | null} text
 * @returns {Trail | null}
 */
export function readTrail(text) {
  try {
    const { past, here, future } = JSON.parse(text ?? "null");
    const fine = [past, [here], future].every((links) => links.every((/** @type {unknown} */ link) => typeof link === "string"));
    return fine ? { past, here, future } : null;
  } catch {
    return null;
  }
}
