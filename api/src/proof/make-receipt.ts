import { and, asc, eq, gt } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { bids, chainEntries } from '@sagopalgo/core/mysql/schema.ts';
import { findBid } from '@sagopalgo/core/redis/find-bid.ts';
import type { LoggedBid } from '@sagopalgo/core/redis/log-entries.ts';
import { ISSUER, RECEIPT_TYP } from '@sagopalgo/core/rules/signed-claims.ts';
import type { ReceiptClaims } from '@sagopalgo/core/rules/signed-claims.ts';
import type { Signer } from '@sagopalgo/core/runtime/signing.ts';
import type { Deps } from '../deps.ts';

type Used = Pick<Deps, 'db' | 'redis'> & { signer: Signer };
type BidRow = typeof bids.$inferSelect;

/**
 * Signs what somebody was answered to an own bid, from the record or, in the second before it is there,
 * from Redis. Once it is recorded the receipt opens its commitment in the chained log. Throws NOT_FOUND
 * for a bid that there is not, or of somebody else.
 */
export async function makeReceipt(
  { db, redis, signer }: Used,
  bidderId: string,
  { auctionId, bidId }: { auctionId: string; bidId: string },
): Promise<{ receipt: string }> {
  const [recorded] = await db
    .select()
    .from(bids)
    .where(and(eq(bids.auctionId, auctionId), eq(bids.bidderId, bidderId), eq(bids.bidId, bidId)));
  const bid = recorded ?? (await findBid(redis, auctionId, { bidderId, bidId }));
  if (!bid) throw new RefusalError('NOT_FOUND');
  const openings = recorded ? await openingsOf(db, recorded) : {};
  const claims: ReceiptClaims = { ...claimsOf(auctionId, bid), ...openings };
  return { receipt: await signer.sign(RECEIPT_TYP, claims) };
}

// Named one by one: who bid and who leads are not for others to whom it may be shown.
function claimsOf(auctionId: string, bid: BidRow | LoggedBid): ReceiptClaims {
  const { bidId, seq, raise, ordinal, kind, amountKrw } = bid;
  const { priceKrw, acceptedAtMs, outcome } = bid;
  return {
    ...{ iss: ISSUER, auctionId, bidId, seq, raise, ordinal, kind, amountKrw },
    ...{ priceKrw, acceptedAtMs, outcome },
  };
}

async function openingsOf(
  db: Deps['db'],
  { auctionId, seq, raise, nonce }: BidRow,
): Promise<Pick<ReceiptClaims, 'nonce' | 'raises'>> {
  if (raise === 0) return nonce === null ? {} : { nonce };
  const [next] = await db
    .select({ nonce: chainEntries.raisesNonce })
    .from(chainEntries)
    .where(and(eq(chainEntries.auctionId, auctionId), eq(chainEntries.seq, seq + 1)));
  if (!next || next.nonce === null) return {};
  // All of them are the same person's: between two entries only the leader can raise in silence.
  const raises = await db
    .select({ amountKrw: bids.amountKrw })
    .from(bids)
    .where(and(eq(bids.auctionId, auctionId), eq(bids.seq, seq), gt(bids.raise, 0)))
    .orderBy(asc(bids.raise));
  return { raises: { maximaKrw: raises.map(({ amountKrw }) => amountKrw), nonce: next.nonce } };
}
