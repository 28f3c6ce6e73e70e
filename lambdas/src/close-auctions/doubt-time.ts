/**
 * How long nothing is settled after Redis was started or loaded again, or another master took over. An
 * api notices that a bid it has answered is in no record after two seconds and looks every second; it
 * needs half a second to connect again, and the keeper as much to look into it. Ten seconds leave that
 * time twice over.
 */
export const DOUBTS_WITHIN_MS = 10_000;

/** What of an auction says whether bids of it can have been lost. */
interface Kept {
  opensAtMs: number;
  restoredAtMs: number | null;
}

/** True while somebody may still report a bid of this auction that Redis has lost. */
export function mayBeDoubted(auction: Kept, redisStartedAtMs: number, nowMs: number): boolean {
  return dangers(auction, redisStartedAtMs).some((atMs) => atMs + DOUBTS_WITHIN_MS > nowMs);
}

/** True when anything has happened since `sinceMs` by which Redis can have lost a bid of this auction. */
export function couldBeDoubted(auction: Kept, redisStartedAtMs: number, sinceMs: number): boolean {
  return dangers(auction, redisStartedAtMs).some((atMs) => atMs > sinceMs);
}

// What happened to Redis before the auction opened has cost it no bids.
function dangers({ opensAtMs, restoredAtMs }: Kept, redisStartedAtMs: number): number[] {
  return [restoredAtMs ?? 0, redisStartedAtMs].filter((atMs) => atMs > opensAtMs);
}
