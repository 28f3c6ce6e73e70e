import { and, asc, eq, lte } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { expireAuction, openAuction } from '@sagopalgo/core/redis/commands.ts';
import type { AuctionToOpen, RecordedStanding } from '@sagopalgo/core/redis/commands.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { bidderAlias } from '@sagopalgo/core/rules/aliases.ts';
import type { Connections } from '../connections.ts';
import { KEEP_ENDED_MS } from './keep-ended.ts';
import { withNamedLock } from './named-lock.ts';
import { recordAuction } from './record-auction.ts';

const TRIES_MAX = 3;

type AuctionRow = typeof auctions.$inferSelect;
type BidRow = typeof bids.$inferSelect;

/**
 * Puts an auction that Redis has lost back there, as the record has it and under a new epoch: price,
 * leader, minimum, aliases, the answers of repeats and seq. What a surviving log holds beyond the
 * record is recorded first. An auction that Redis has under another epoch than the record, as a load
 * that was cut off leaves it, is brought together again. `PRESENT` when there was nothing to do; null
 * when the record does not know the auction.
 */
export async function restoreAuction(
  connections: Connections,
  auctionId: string,
): Promise<'OPENED' | 'PRESENT' | null> {
  // One at a time: of two restorers, the slower would leave the record an epoch ahead of Redis.
  return await withNamedLock(connections.db, `restore:${auctionId}`, async () => {
    for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
      const found = await compare(connections, auctionId);
      if (found !== 'missing' && found !== 'older-epoch') return found;
      if (found === 'missing') await recordAuction(connections, auctionId);
      if (await load(connections, auctionId)) return 'OPENED';
    }
    throw new Error(`auction ${auctionId} moves on faster than it can be restored`);
  });
}

async function compare(
  { db, redis, log }: Connections,
  auctionId: string,
): Promise<'missing' | 'older-epoch' | 'PRESENT' | null> {
  const [row] = await db
    .select({ epoch: auctions.epoch, recordedSeq: auctions.recordedSeq })
    .from(auctions)
    .where(eq(auctions.auctionId, auctionId));
  if (!row) return null;
  const live = (await readLive(redis, [auctionId])).states.get(auctionId);
  if (!live) return 'missing';
  if (live.epochNumber === row.epoch) return 'PRESENT';
  if (live.seq === row.recordedSeq) return 'older-epoch';
  if (live.seq < row.recordedSeq) {
    throw new Error(`auction ${auctionId}: Redis stands at ${live.seq}, behind the record`);
  }
  // Somebody has bid since. Redis holds the one live state there is, so the record goes back to its
  // epoch and can take in what was accepted.
  await db
    .update(auctions)
    .set({ epoch: live.epochNumber })
    .where(and(eq(auctions.auctionId, auctionId), eq(auctions.epoch, row.epoch)));
  log.warn('auction.epoch-adopted', { auctionId, from: row.epoch, to: live.epochNumber });
  return 'PRESENT';
}

/** False when the log, or somebody's bid, was ahead of what the record had. */
async function load(connections: Connections, auctionId: string): Promise<boolean> {
  const { db, redis, log, now } = connections;
  const row = await raiseEpoch(db, auctionId);
  if (!row) return false;
  const auction = await auctionToOpen(db, row);
  const opened = await openAuction(redis, auction);
  log.info('auction.restored', { auctionId, opened, epoch: row.epoch, seq: row.recordedSeq });
  if (opened !== 'OPENED') return false;
  const keptMs = row.closesAtMs + KEEP_ENDED_MS - now();
  if (auction.closed) await expireAuction(redis, auctionId, Math.max(1, keptMs));
  return true;
}

function raiseEpoch(db: Db, auctionId: string): Promise<AuctionRow | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(auctions)
      .where(eq(auctions.auctionId, auctionId))
      .for('update');
    if (!row) return null;
    const epoch = row.epoch + 1;
    await tx.update(auctions).set({ epoch }).where(eq(auctions.auctionId, auctionId));
    return { ...row, epoch };
  });
}

async function auctionToOpen(db: Db, row: AuctionRow): Promise<AuctionToOpen> {
  const { auctionId, epoch, sellerId, startKrw, steps, capKrw, opensAtMs, closesAtMs } = row;
  const recorded = await db
    .select()
    .from(bids)
    .where(and(eq(bids.auctionId, auctionId), lte(bids.seq, row.recordedSeq)))
    .orderBy(asc(bids.seq), asc(bids.raise));
  const standing = standingOf(row, recorded);
  const rules = { auctionId, epoch, sellerId, startKrw, steps, capKrw, opensAtMs, closesAtMs };
  return { ...rules, ...(standing && { standing }), ...closingOf(row) };
}

function closingOf(row: AuctionRow): Pick<AuctionToOpen, 'closed'> {
  if (row.state !== 'sold' && row.state !== 'unsold' && row.state !== 'cancelled') return {};
  return { closed: { seq: row.recordedSeq, outcome: row.state } };
}

function standingOf(row: AuctionRow, recorded: BidRow[]): RecordedStanding | null {
  const { priceKrw, leaderId, leaderOrdinal, lastBidAtMs } = row;
  if (priceKrw === null || leaderId === null || leaderOrdinal === null || lastBidAtMs === null) {
    return null;
  }
  const bidders = new Map<string, RecordedStanding['bidders'][number]>();
  for (const { bidderId, ordinal, ownMaxKrw } of recorded) {
    bidders.set(bidderId, { bidderId, ordinal, maxKrw: ownMaxKrw });
  }
  return {
    seq: row.recordedSeq,
    bidCount: row.bidCount,
    priceKrw,
    minimumKrw: row.minimumKrw,
    leaderId,
    leaderOrdinal,
    lastAtMs: lastBidAtMs,
    bidders: [...bidders.values()],
    answers: recorded.map(answerOf),
  };
}

function answerOf(bid: BidRow): RecordedStanding['answers'][number] {
  const { bidderId, kind, amountKrw, bidId, outcome, seq, raise, priceKrw, minimumKrw } = bid;
  const { ownMaxKrw, acceptedAtMs, closesAtMs } = bid;
  const judged = { bidId, outcome, seq, raise, priceKrw, minimumKrw, ownMaxKrw };
  const alias = bidderAlias(bid.ordinal);
  return {
    bidderId,
    kind,
    amountKrw,
    answer: { ...judged, alias, acceptedAtMs, closesAtMs },
  };
}
