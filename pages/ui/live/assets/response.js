// Response curves through their facts, for the time a finger holds a point: the formulas of `simulator/facts/curves.py`.
/** @import {CurveFamily, CurveValues} from "./types.d.ts" */

/**
 * What comes of each effort, today's being 1; null where no curve of the family goes through the facts.
 * @param {CurveFamily} family
 * @param {CurveValues} facts
 * @returns {((effort: number) => number) | null}
 */
export function response(family, facts) {
  const curve = { flat: () => flat(facts), exponential: () => exponential(facts),
    "michaelis-menten": () => michaelisMenten(facts), adbudg: () => adbudg(facts) }[family]();
  return curve && [0, 1, 2].every((effort) => Number.isFinite(curve(effort))) ? curve : null;
}

/** @param {CurveValues} facts */
const flat = ({ today }) => () => today;

/** @param {CurveValues} facts */
function exponential({ zero, today, double, ceiling }) {
  if (ceiling === null && double === null) return null;
  const gain = double === null ? 0 : (double - zero) / (today - zero);
  const top = ceiling ?? zero + (today - zero) / (2 - gain);
  const rate = ceiling === null ? -Math.log(gain - 1) : -Math.log1p(-(today - zero) / (ceiling - zero));
  return (/** @type {number} */ effort) => zero - (top - zero) * Math.expm1(-rate * effort);
}

/** @param {CurveValues} facts */
function michaelisMenten({ zero, today, double }) {
  if (double === null) return null;
  const gain = (double - zero) / (today - zero);
  const half = (2 * gain - 2) / (2 - gain);
  return (/** @type {number} */ effort) => zero + ((today - zero) * (1 + half) * effort) / (half + effort);
}

/** @param {CurveValues} facts */
function adbudg({ zero, today, half_more: halfMore, double, ceiling }) {
  const beyond = halfMore ?? double;
  if (ceiling === null || beyond === null) return null;
  const odds = (today - zero) / (ceiling - today);
  const power = Math.log((beyond - zero) / (ceiling - beyond) / odds) / Math.log(halfMore === null ? 2 : 1.5);
  return (/** @type {number} */ effort) => {
    const risen = odds * effort ** power;
    return Number.isFinite(risen) ? zero + ((ceiling - zero) * risen) / (1 + risen) : ceiling;
  };
}
