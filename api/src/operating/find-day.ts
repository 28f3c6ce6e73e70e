import { and, asc, eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { DayAuction, getOperatorDay } from '@sagopalgo/core/contracts/operating.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import type { LiveState } from '@sagopalgo/core/redis/live-state.ts';
import { auctionState, AUCTION_STATES, isUnsettled } from '@sagopalgo/core/rules/auction-states.ts';
import type { RecordState } from '@sagopalgo/core/rules/auction-states.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import type { Deps } from '../deps.ts';
import { after, selectAuctions } from '../views/auction-rows.ts';
import type { AuctionRow } from '../views/auction-rows.ts';
import { cutPage, readCursor } from '../views/cursor.ts';
import { readLiveIfThere } from './read-live-if-there.ts';
import { unrecordedOf } from './unrecorded-of.ts';

const LIST = 'operator-day';

type Reply = z.output<typeof getOperatorDay.reply>;

/**
 * A page of a sale date's auctions as the judge holds them, and how many of the day stand how. They come in the order
 * in which they were to close: a bid that extends one moves no card under an operator's hand, nor off the pages read.
 * A day is some thousands at most, which are sorted at every look.
 */
export async function findDay(
  deps: Pick<Deps, 'db' | 'redis' | 'log' | 'now'>,
  query: z.output<typeof getOperatorDay.query>,
): Promise<Reply> {
  const { cursor, limit, saleDate = kstDate(deps.now()) } = query;
  const { auctionId, scheduledClosesAtMs } = auctions;
  const place = readCursor(LIST, cursor);
  const found = await selectAuctions(deps.db)
    .where(
      and(
        eq(auctions.saleDate, saleDate),
        after(place, 'ascending', scheduledClosesAtMs, auctionId),
      ),
    )
    .orderBy(asc(scheduledClosesAtMs), asc(auctionId))
    .limit(limit + 1);
  const page = cutPage(LIST, found, limit, ({ scheduledClosesAtMs: key, auctionId: id }) => ({
    key,
    id,
  }));
  const ids = page.rows.map((row) => row.auctionId);
  const { nowMs, states } = await readLiveIfThere(deps, ids);
  return {
    ...{ saleDate, serverNowMs: nowMs, nextCursor: page.nextCursor },
    items: page.rows.map((row) => dayAuction(row, states.getIfRead(row.auctionId) ?? null, nowMs)),
    counts: await countDay(deps, saleDate, nowMs),
  };
}

function dayAuction(row: AuctionRow, live: LiveState | null, nowMs: number): DayAuction {
  // What is settled stands in the record alone.
  const seen = live && isUnsettled(row.state) ? live : { ...row, state: auctionState(row, nowMs) };
  const { auctionId, title, sellerId, sellerNickname, opensAtMs } = row;
  return {
    ...{ auctionId, title, sellerId, sellerNickname, opensAtMs },
    ...{ state: seen.state, closesAtMs: seen.closesAtMs },
    ...{ priceKrw: seen.priceKrw, bidCount: seen.bidCount },
    interrupted: row.interruptedAtMs !== null,
    hidden: row.hiddenAtMs !== null,
    unrecorded: live && unrecordedOf(row, live),
  };
}

async function countDay(
  { db }: Pick<Deps, 'db'>,
  saleDate: string,
  nowMs: number,
): Promise<Reply['counts']> {
  const { state, opensAtMs, closesAtMs, hiddenAtMs, interruptedAtMs } = auctions;
  const isOpened = sql<number>`${opensAtMs} <= ${nowMs}`;
  const isOver = sql<number>`${closesAtMs} <= ${nowMs}`;
  const rows = await db
    .select({
      state,
      isOpened: isOpened.mapWith(Number).as('is_opened'),
      isOver: isOver.mapWith(Number).as('is_over'),
      count: sql<number>`count(*)`.mapWith(Number),
      hidden: sql<number>`count(${hiddenAtMs})`.mapWith(Number),
      interrupted: sql<number>`count(${interruptedAtMs})`.mapWith(Number),
    })
    .from(auctions)
    .where(eq(auctions.saleDate, saleDate))
    .groupBy(state, sql`is_opened`, sql`is_over`);
  const none = Object.fromEntries(AUCTION_STATES.map((each) => [each, 0]));
  const counts = { ...none, hidden: 0, interrupted: 0 } as Reply['counts'];
  for (const row of rows) {
    counts[seenAs(row.state, row.isOpened === 1, row.isOver === 1)] += row.count;
    counts.hidden += row.hidden;
    counts.interrupted += row.interrupted;
  }
  return counts;
}

function seenAs(state: RecordState, isOpened: boolean, isOver: boolean): DayAuction['state'] {
  const [opensAtMs, closesAtMs] = [isOpened ? 0 : 1, isOver ? 0 : 1];
  return auctionState({ state, opensAtMs, closesAtMs }, 0);
}
