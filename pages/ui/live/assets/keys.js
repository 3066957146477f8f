// What the keys of a slider ask for.
const KEY_STEPS = new Map(Object.entries(
  { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }));

/**
 * The amount a key asks for on a slider or divider, or null for a key that is not ours.
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey" | "shiftKey">} event
 * @param {number} now
 * @param {number} low
 * @param {number} high
 * @param {number} step
 */
export function keyTarget(event, now, low, high, step) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  if (event.key === "Home") return low;
  if (event.key === "End") return high;
  const steps = KEY_STEPS.get(event.key);
  if (!steps) return null;
  const many = event.shiftKey && Math.abs(steps) === 1 ? 10 : 1;
  return Math.min(high, Math.max(low, now + steps * many * step));
}

/**
 * Where an amount stands between two ends, 0 to 1.
 * @param {number} amount
 * @param {number} min
 * @param {number} max
 */
export const at = (amount, min, max) =>
  (max > min ? Math.min(1, Math.max(0, (amount - min) / (max - min))).toFixed(4) : 0);
