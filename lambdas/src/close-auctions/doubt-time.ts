/**
 * How long nothing is settled after Redis was started or loaded again, or another master took over. An
 * api notices that a bid it has answered is in no record after two seconds and looks every second; it
 * needs half a second to connect again, and the keeper as much to look into it. Ten seconds leave that
 * time twice over.
 */
export const DOUBTS_WITHIN_MS = 10_000;

/** True while somebody may still report a bid of this auction that Redis has lost. */
export function mayBeDoubted(
  auction: { opensAtMs: number; restoredAtMs: number | null },
  redisStartedAtMs: number,
  nowMs: number,
): boolean {
  // What happened to Redis before the auction opened has cost it no bids.
  return [auction.restoredAtMs ?? 0, redisStartedAtMs].some(
    (atMs) => atMs > auction.opensAtMs && atMs + DOUBTS_WITHIN_MS > nowMs,
  );
}
