import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { chainHeads } from '@sagopalgo/core/mysql/schema.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { createSigner, newSigningKey } from '@sagopalgo/core/runtime/signing.ts';
import { closeWithHead } from './close-with-head.ts';
import { settleAuction } from './settle-auction.ts';
import {
  letTimeRunOut,
  listedAuction,
  lose,
  openLambdaConnections,
  placeBids,
} from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { proofDuties } from '../record-bids/proof-duties.ts';
import { recordAuction } from '../record-bids/record-auction.ts';
import { restoreAuction } from '../record-bids/restore-auction.ts';

describe('the head of a closing', () => {
  const signer = createSigner({ SIGNING_KEY: newSigningKey(), SIGNING_KEYS_OLD: [] });
  /** Nobody who has no key signs anything. */
  let keyless: LambdaTestConnections;
  let hands: LambdaTestConnections;
  before(async () => {
    keyless = await openLambdaConnections();
    hands = { ...keyless, ...proofDuties(keyless, signer) };
  });
  after(() => hands.end());

  const headShown = async (auctionId: string) =>
    (await readLive(hands.redis, [auctionId])).states.get(auctionId)?.head;
  const keptOf = (auctionId: string) =>
    hands.db
      .select()
      .from(chainHeads)
      .where(eq(chainHeads.auctionId, auctionId))
      .orderBy(chainHeads.seq);
  const bidOn = async (amountsKrw: number[]): Promise<string> => {
    const { auctionId } = await listedAuction(hands);
    await placeBids(hands, auctionId, amountsKrw);
    await recordAuction(hands, auctionId);
    await letTimeRunOut(hands, auctionId);
    return auctionId;
  };
  const restored = async (auctionId: string): Promise<string | null | undefined> => {
    await lose(hands, auctionId);
    expect(await restoreAuction(hands, auctionId)).to.equal('OPENED');
    return await headShown(auctionId);
  };

  it('comes back with an auction that Redis has lost, before it is settled and after', async () => {
    const auctionId = await bidOn([1000, 1100]);
    expect(await closeWithHead(hands, auctionId, 'time')).to.include({ code: 'CLOSED', seq: 3 });
    const told = await headShown(auctionId);
    expect((await keptOf(auctionId)).map(({ seq, jws }) => ({ seq, jws }))).to.deep.equal([
      { seq: 2, jws: told },
    ]);
    await recordAuction(hands, auctionId);
    expect(await restored(auctionId)).to.equal(told);
    // It has just been put back: its settling gives doubts their time.
    const later = { ...hands, now: () => Date.now() + 60_000 };
    expect(await settleAuction(later, auctionId)).to.equal('sold');
    expect((await keptOf(auctionId)).map(({ seq }) => seq)).to.deep.equal([2, 3]);
    expect(await restored(auctionId)).to.equal(told);
  });

  it('is none where what is kept covers something else, or an open auction', async () => {
    const auctionId = await bidOn([1000, 1100, 1200]);
    expect(await settleAuction(keyless, auctionId)).to.equal('sold');
    const head = { auctionId, jws: 'x.y.z' };
    const other = { ...head, seq: 3, hash: '0'.repeat(64), signedAtMs: 1 };
    await hands.db.insert(chainHeads).values([other, { ...other, seq: 2, signedAtMs: 2 }]);
    expect(await restored(auctionId)).to.equal(null);
    const { auctionId: open } = await listedAuction(hands);
    await hands.signHead?.(open);
    expect(await restored(open)).to.equal(null);
  });
});
