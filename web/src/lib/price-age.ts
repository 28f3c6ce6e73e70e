/** A blink of the connection is not worth a word; after this the price says how old it is. */
const WORTH_SAYING_AFTER_MS = 1500;

/** Two clocks: the server's, null before it is known, and the browser's. */
export interface Nows {
  serverMs: number | null;
  browserMs: number;
}

/**
 * How old a price that is not live is: known to be right when the stream last told of it (the server's
 * clock) and when it was read (the browser's), whichever was later; null where it is not worth a word.
 */
export function priceAgeSeconds(
  known: { rightUntilMs: number | null; readAtMs: number | null },
  { serverMs, browserMs }: Nows,
): number | null {
  const { rightUntilMs, readAtMs } = known;
  const ageMs = Math.min(
    rightUntilMs === null || serverMs === null ? Infinity : serverMs - rightUntilMs,
    readAtMs === null ? Infinity : browserMs - readAtMs,
  );
  return ageMs < WORTH_SAYING_AFTER_MS || ageMs === Infinity ? null : Math.floor(ageMs / 1000);
}
