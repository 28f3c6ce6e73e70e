import { askEach, valueOf } from '@sagopalgo/core/redis/ask-each.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { packId, readEntry } from '@sagopalgo/core/redis/log-entries.ts';
import type { LogEntry, LogPosition } from '@sagopalgo/core/redis/log-entries.ts';
import { isBefore, placeOf } from './log-places.ts';

interface Top {
  auctionId: string;
  entry: LogEntry | null;
  stands: LogPosition;
}

/**
 * Which of these auctions have a judge's script behind them that failed half-way: the log is its first
 * write, so its last entry is ahead of the state, or lacks the remembered answer that is the last
 * write. Such an auction has to be recorded and loaded again. What could not be read has its own error.
 */
export async function findHalfBids(
  redis: AuctionRedis,
  auctionIds: readonly string[],
): Promise<{ halves: Set<string>; faults: Map<string, Error> }> {
  const { tops, faults } = await readTops(redis, auctionIds);
  const halves = new Set<string>();
  const asks: [string, string, string][] = [];
  const asked: string[] = [];
  for (const { auctionId, entry, stands } of tops) {
    if (entry && isBefore(stands, entry)) halves.add(auctionId);
    if (entry?.type !== 'bid') continue;
    const answer = `${entry.ordinal}:${packId(entry.bidId)}`;
    asks.push(['hexists', auctionKeys(auctionId).answers, answer]);
    asked.push(auctionId);
  }
  const { answers } = await askEach(redis, asks);
  for (const [index, auctionId] of asked.entries()) {
    const answer = answers[index];
    // Where the answers are no hash at all, there is none of this bid either.
    const isWrong = answer instanceof Error && answer.message.startsWith('WRONGTYPE');
    if (answer instanceof Error && !isWrong) faults.set(auctionId, answer);
    else if (answer instanceof Error || answer?.value !== 1) halves.add(auctionId);
  }
  return { halves, faults };
}

// The log is read before the state: in this order a bid that comes in between looks like no half one.
async function readTops(
  redis: AuctionRedis,
  auctionIds: readonly string[],
): Promise<{ tops: Top[]; faults: Map<string, Error> }> {
  const asks = auctionIds.flatMap((auctionId) => {
    const { log, state } = auctionKeys(auctionId);
    return [
      ['xrevrange', log, '+', '-', 'COUNT', 1] as const,
      ['hmget', state, 'seq', 'raise'] as const,
    ];
  });
  const { answers } = await askEach(redis, asks);
  const faults = new Map<string, Error>();
  const tops = auctionIds.flatMap((auctionId, index) => {
    try {
      const [entry] = valueOf(answers[2 * index]) as [string, string[]][];
      const stands = placeOf(valueOf(answers[2 * index + 1]) as (string | null)[]);
      return [{ auctionId, entry: entry ? entryOf(entry) : null, stands }];
    } catch (error) {
      faults.set(auctionId, error as Error);
      return [];
    }
  });
  return { tops, faults };
}

function entryOf([id, [, text = '', , secret]]: [string, string[]]): LogEntry {
  return readEntry(id, text, secret ?? null);
}
