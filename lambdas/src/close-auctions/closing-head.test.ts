import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import type { HeadEvent } from '@sagopalgo/core/contracts/events.ts';
import { chainHeads } from '@sagopalgo/core/mysql/schema.ts';
import { connectSubscriber } from '@sagopalgo/core/redis/connect.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { readMessage } from '@sagopalgo/core/redis/public-events.ts';
import { HEAD_TYP, ISSUER } from '@sagopalgo/core/rules/signed-claims.ts';
import { jwsVerifier } from '@sagopalgo/core/rules/verify-jws.ts';
import { createSigner, newSigningKey } from '@sagopalgo/core/runtime/signing.ts';
import { eventually, testUrls } from '@sagopalgo/core/testing/connections.ts';
import { closeWithHead } from './close-with-head.ts';
import { settleAuction } from './settle-auction.ts';
import {
  letTimeRunOut,
  listedAuction,
  lose,
  openLambdaConnections,
  place,
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

  it('of an auction that was bought at once is told and kept once it is settled, and stays with it', async () => {
    const { auctionId } = await listedAuction(hands, { buyNowKrw: 5_000 });
    const heads = await listen(auctionId);
    await place(hands, auctionId, 'buyer', { kind: 'buy-now' });
    expect(await headShown(auctionId)).to.equal(null);
    expect(await settleAuction(hands, auctionId)).to.equal('sold');
    const { seq, hash, atMs, jws } = await eventually(async () => heads.told[0]);
    heads.end();
    expect(seq).to.equal(2);
    expect(await keptOf(auctionId)).to.deep.equal([
      { auctionId, seq, hash, jws, signedAtMs: atMs },
    ]);
    const { keys } = await signer.jwks();
    const payload = { iss: ISSUER, auctionId, seq, hash, atMs };
    const checked = await jwsVerifier(keys)(jws, HEAD_TYP);
    expect(checked).to.deep.equal({ outcome: 'genuine', payload });
    expect(await hands.checkChain?.(auctionId)).to.deep.equal([]);
    expect(await headShown(auctionId)).to.equal(jws);
    expect(await restored(auctionId)).to.equal(jws);
  });

  /** The heads that are told on an auction's channel from now on. */
  async function listen(auctionId: string): Promise<{ told: HeadEvent[]; end: () => void }> {
    const subscriber = connectSubscriber(testUrls().redisUrl);
    await subscriber.connect();
    const told: HeadEvent[] = [];
    subscriber.on('smessage', (_channel: string, text: string) => {
      const message = readMessage(auctionId, text);
      if (message.event === 'head') told.push(message.data);
    });
    await subscriber.ssubscribe(auctionKeys(auctionId).channel);
    return { told, end: () => subscriber.disconnect() };
  }
});
