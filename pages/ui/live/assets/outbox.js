// Moves on their way to Python: one in flight, positions passed on the way are dropped, the last one always arrives.
const PATIENCE_MS = 2000;
const ATTEMPTS = 3;
const unanswered = new Set(); // outboxes with a move on its way or waiting for its turn

function makeOutbox(send, onGivenUp) {
  let seq = 0;
  let flight = null;
  let timer = 0;
  let attempts = 0;
  const queue = [];

  const replaces = (later, earlier) =>
    earlier && later.kind !== "lock" && later.kind === earlier.kind && later.lever === earlier.lever &&
    later.other === earlier.other && !(earlier.phase === "final" && later.phase === "drag");

  function launch() {
    clearTimeout(timer);
    timer = setTimeout(expire, PATIENCE_MS * 2 ** attempts);
    attempts += 1;
    send(flight);
  }
  function expire() {
    if (!queue.length && attempts < ATTEMPTS) return launch();
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
    launch();
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
    concerns: (key) => [flight, ...queue].some((move) => move && (move.lever === key || move.other === key)),
    stop() {
      clearTimeout(timer);
      unanswered.delete(queue);
    },
  };
}
