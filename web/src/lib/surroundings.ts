/** Does `work` after so many milliseconds; returns how to call it off. */
export type After = (delayMs: number, work: () => void) => () => void;

/** The longest delay that a browser's timer takes. */
const DELAY_MAX_MS = 2 ** 31 - 1;

/** A timer of the page. */
export const afterDelay: After = (delayMs, work) => {
  const timer = setTimeout(work, Math.min(delayMs, DELAY_MAX_MS));
  return () => clearTimeout(timer);
};
