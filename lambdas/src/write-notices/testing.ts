import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { noteEnded } from '@sagopalgo/core/notices/auction-notices.ts';

interface Named {
  auctionId: string;
}

/** Records one more bid on an auction, after which `leaderId` leads: the first at 1,100 won, each 100 won higher. */
export async function recordBid(
  db: Db,
  { auctionId }: Named,
  leaderId: string,
  bidderId = leaderId,
): Promise<void> {
  const seq = (await db.$count(bids, eq(bids.auctionId, auctionId))) + 1;
  const priceKrw = 1000 + seq * 100;
  await db.insert(bids).values({
    ...{ auctionId, seq, raise: 0, epoch: 1, bidderId, bidId: randomUUID(), ordinal: seq },
    ...{ kind: 'exact', amountKrw: priceKrw, outcome: 'leading', priceKrw, ownMaxKrw: priceKrw },
    ...{ leaderId, leaderAlias: 'a', acceptedAtMs: Date.now(), closesAtMs: Date.now() },
  });
  const standing = { recordedSeq: seq, bidCount: seq, priceKrw, leaderId };
  await db.update(auctions).set(standing).where(eq(auctions.auctionId, auctionId));
}

/** Writes an auction's result as its closing does. */
export async function settle(
  db: Db,
  { auctionId }: Named,
  outcome: 'sold' | 'unsold',
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.update(auctions).set({ state: outcome }).where(eq(auctions.auctionId, auctionId));
    await noteEnded(tx, auctionId, outcome, Date.now());
  });
}
