// Moves on their way to Python: one in flight, positions passed on the way are dropped, the last one always arrives.
/** @import {Move, Outbox} from "./types.d.ts" */
const PATIENCE_MS = 2000;
const ATTEMPTS = 3;
/**
 * The queues of outboxes with a move on its way or waiting for its turn.
 * @type {Set<Move[]>}
 */
export const unanswered = new Set();

/**
 * @param {(move: Move) => void} send
 * @param {() => void} onGivenUp
 * @returns {Outbox}
 */
export function makeOutbox(send, onGivenUp) {
  let seq = 0;
  /** @type {Move | null} */
  let flight = null;
  let timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
  let attempts = 0;
  /** @type {Move[]} */
  const queue = [];

  /** @type {(later: Move, earlier: Move | undefined) => boolean} */
  const replaces = (later, earlier) =>
    earlier !== undefined && later.kind !== "lock" && later.kind === earlier.kind && later.lever === earlier.lever &&
    later.other === earlier.other && !(earlier.phase === "final" && later.phase === "drag");

  /** @param {Move} move */
  function launch(move) {
    clearTimeout(timer);
    timer = setTimeout(expire, PATIENCE_MS * 2 ** attempts);
    attempts += 1;
    send(move);
  }
  function expire() {
    if (flight && !queue.length && attempts < ATTEMPTS) return launch(flight);
    flight = null;
    next();
    onGivenUp();
  }
  function next() {
    clearTimeout(timer);
    if (flight) return;
    attempts = 0;
    flight = queue.shift() ?? null;
    if (!flight) return void unanswered.delete(queue);
    unanswered.add(queue);
    flight.seq = ++seq;
    launch(flight);
  }

  return {
    push(move) {
      if (replaces(move, queue.at(-1))) queue[queue.length - 1] = move;
      else queue.push(move);
      if (!flight) next();
    },
    // A page that comes back must not mistake the answer to an earlier visit's move for its own.
    answered(answer) {
      seq = Math.max(seq, answer ?? 0);
      if (!flight || flight.seq !== answer) return;
      flight = null;
      next();
    },
    concerns: (key) => [flight, ...queue].some((move) => move !== null && (move.lever === key || move.other === key)),
    stop() {
      clearTimeout(timer);
      unanswered.delete(queue);
    },
  };
}
