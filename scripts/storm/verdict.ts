import type { Held } from './story.ts';
import type { StormReport } from './storm-run.ts';

/** Who does not end where an auction stands, a sentence each. */
export function wrongEnds(report: StormReport): string[] {
  return report.watchers.flatMap(({ auctionIds, story }) =>
    auctionIds.flatMap((auctionId) => {
      const known = standingOf(story.held.get(auctionId));
      const stands = standingOf(endOf(report, auctionId));
      return known === stands ? [] : [`${auctionId}: ${known} and not ${stands}`];
    }),
  );
}

/** What was told out of turn, or left out and not announced, a sentence each. */
export function unannounced({ watchers }: StormReport): string[] {
  return watchers.flatMap(({ story }) => story.faults);
}

/** What was told that the log does not say, a sentence each. */
export function untrue({ told, logged, contradictions }: StormReport): string[] {
  const others = [...told].flatMap(([auctionId, prices]) =>
    [...prices].flatMap(([seq, priceKrw]) => {
      const loggedKrw = logged.get(auctionId)?.get(seq);
      return loggedKrw === priceKrw
        ? []
        : [`${auctionId} ${seq}: ${priceKrw} and not ${loggedKrw}`];
    }),
  );
  return [...contradictions, ...others];
}

/** Who still believes that what he sees may be old. */
export function stillStale({ watchers }: StormReport): number {
  return watchers.filter(({ story }) => story.isStale).length;
}

// The moment at which one was closed early is not told.
function standingOf(held: Held | null | undefined): string {
  if (!held) return 'nothing';
  const { epoch, seq, priceKrw, bidCount, leaderAlias, closesAtMs, outcome } = held;
  const closing = outcome === null ? closesAtMs : null;
  return JSON.stringify({ epoch, seq, priceKrw, bidCount, leaderAlias, closing, outcome });
}

function endOf({ states, closedIds }: StormReport, auctionId: string): Held | null {
  const live = states.get(auctionId);
  if (!live) return null;
  const isOver = closedIds.includes(auctionId);
  return { ...live, ...(isOver && { leaderAlias: null }), outcome: isOver ? live.state : null };
}
