// Whoever walks away is not followed by the next person: a warning, time to stay, then a reset.

/** WCAG 2.2.1 wants at least twenty seconds to answer the warning. */
const LEAST_NOTICE = 20;
const LONGER = 2;

/** `warn(seconds)` is called every second of the notice, `calm()` when the person stays, `reset()` at its end. */
export function watchIdle({ warn, calm, reset }) {
  let timer;
  let limits = { warn: 30, reset: LEAST_NOTICE };
  let patience = 1;
  let warning = false;

  function start(given) {
    limits = { warn: given.warn, reset: Math.max(given.reset, LEAST_NOTICE) };
    patience = 1;
    again();
  }

  function again() {
    stop();
    timer = setTimeout(() => countDown(limits.reset), limits.warn * patience * 1000);
  }

  function countDown(left) {
    warning = true;
    if (left <= 0) {
      stop();
      reset();
      return;
    }
    warn(left);
    timer = setTimeout(() => countDown(left - 1), 1000);
  }

  function stop() {
    clearTimeout(timer);
    timer = undefined;
    if (warning) calm();
    warning = false;
  }

  /** A touch or a key: the time starts again, unless the warning is up and wants a word. */
  function touch() {
    if (timer !== undefined && !warning) again();
  }

  /** "I need more time": the next warning comes later, as often as wanted. */
  function stay() {
    patience = LONGER;
    again();
  }

  return { start, stop, touch, stay };
}
