/** A stretch in which the judge took no bids, in UTC milliseconds. */
export interface Outage {
  startedAtMs: number;
  endedAtMs: number;
}

/** How many milliseconds of `[fromMs, untilMs)` lie in outages; what several of them cover counts once. */
export function outageWithinMs(
  outages: readonly Outage[],
  fromMs: number,
  untilMs: number,
): number {
  let sumMs = 0;
  let countedUntilMs = fromMs;
  for (const { startedAtMs, endedAtMs } of inOrder(outages)) {
    const startMs = Math.max(startedAtMs, countedUntilMs);
    const endMs = Math.min(endedAtMs, untilMs);
    if (endMs <= startMs) continue;
    sumMs += endMs - startMs;
    countedUntilMs = endMs;
  }
  return sumMs;
}

/** When the judge was back after the last outage that began before `momentMs`; null without one. */
export function lastReturnMs(outages: readonly Outage[], momentMs: number): number | null {
  const before = outages.filter(({ startedAtMs }) => startedAtMs < momentMs);
  return before.length === 0 ? null : Math.max(...before.map(({ endedAtMs }) => endedAtMs));
}

function inOrder(outages: readonly Outage[]): Outage[] {
  return outages.toSorted((one, other) => one.startedAtMs - other.startedAtMs);
}
