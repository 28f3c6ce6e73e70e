import { randomUUID } from 'node:crypto';
import type { BidAnswer } from '@sagopalgo/core/contracts/bids.ts';
import { openAuction, placeBid } from '@sagopalgo/core/redis/commands.ts';
import { addAuction, openTestConnections, quietLog } from '@sagopalgo/core/testing/connections.ts';
import type { AuctionRow } from '@sagopalgo/core/testing/connections.ts';
import type { OwnedConnections } from './connections.ts';

export type LambdaTestConnections = OwnedConnections;

/** The connections of a function of this room, to the tests' servers. */
export async function openLambdaConnections(): Promise<LambdaTestConnections> {
  const { db, redis, end } = await openTestConnections();
  return { db, redis, end, log: quietLog(), now: Date.now };
}

/** An auction that stands in the record and in Redis, live for an hour unless told otherwise. */
export async function listedAuction(
  connections: LambdaTestConnections,
  given: Partial<AuctionRow> = {},
): Promise<AuctionRow> {
  const auction = await addAuction(connections.db, given);
  const opened = await openAuction(connections.redis, auction);
  if (opened !== 'OPENED') throw new Error(`not opened: ${opened}`);
  return auction;
}

/** Places one bid per amount, `bidder-0` and `bidder-1` and so on in turn, and returns the answers. */
export async function placeBids(
  { redis }: LambdaTestConnections,
  auctionId: string,
  amountsKrw: readonly number[],
): Promise<BidAnswer[]> {
  const answers: BidAnswer[] = [];
  for (const [index, amountKrw] of amountsKrw.entries()) {
    const bidder = { bidderId: `bidder-${index % 5}`, bidId: randomUUID() };
    answers.push(await placeBid(redis, { auctionId, amountKrw, confirmed: true, ...bidder }));
  }
  return answers;
}
