import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { addPersonWithToken, startApi } from '@sagopalgo/api/src/testing/api-under-test.ts';
import type { ApiUnderTest } from '@sagopalgo/api/src/testing/api-under-test.ts';
import type { BidAnswer, NewBid } from '@sagopalgo/core/contracts/bids.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { downloadLog, verifyAuctionLog } from '@sagopalgo/core/contracts/verify-auction-log.ts';
import { closeAuction, moveClosing, placeBid } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { randomDeed, randomRules } from '@sagopalgo/core/testing/random-logs.ts';
import type { Deed, PlayedRules } from '@sagopalgo/core/testing/played-log.ts';
import { cancelAuction } from '@sagopalgo/lambdas/src/close-auctions/cancel-auction.ts';
import { settleAuction } from '@sagopalgo/lambdas/src/close-auctions/settle-auction.ts';
import { markInterrupted } from '@sagopalgo/lambdas/src/record-bids/mark-interrupted.ts';
import { proofDuties } from '@sagopalgo/lambdas/src/record-bids/proof-duties.ts';
import { recordAuction } from '@sagopalgo/lambdas/src/record-bids/record-auction.ts';
import { listedAuction, openLambdaConnections } from '@sagopalgo/lambdas/src/testing.ts';
import type { LambdaTestConnections } from '@sagopalgo/lambdas/src/testing.ts';

const SEED = 20_260_801;
const AUCTIONS = 60;
const DEEDS_MIN = 3;
const DEEDS_MAX = 25;
const BIDDERS = 4;
const WITHIN_MS = 120_000;

describe('whole auctions, from the judge to the verifier', function () {
  this.timeout(WITHIN_MS);
  let api: ApiUnderTest;
  let hands: LambdaTestConnections;
  let people: Awaited<ReturnType<typeof addPersonWithToken>>[];
  before(async () => {
    api = await startApi();
    const opened = await openLambdaConnections();
    hands = { ...opened, ...proofDuties(opened, api.deps.signer) };
    people = await Promise.all(
      Array.from({ length: BIDDERS + 1 }, () => addPersonWithToken(api.deps)),
    );
  });
  after(async () => {
    await api.end();
    await hands.end();
  });

  const personOf = ({ who }: Deed) => people[who] ?? { userId: '', token: '' };

  // Its time never runs backwards, so it is what the test says it was last seen to be.
  async function passTime(auctionId: string, byMs: number): Promise<number> {
    const { state } = auctionKeys(auctionId);
    const lastMs = Number(await hands.redis.hget(state, 'lastAtMs'));
    const nextMs = Math.max(lastMs, Date.now() + 1_000) + byMs;
    await hands.redis.hset(state, 'lastAtMs', nextMs);
    return nextMs;
  }

  async function offerOf(auctionId: string, deed: Deed): Promise<NewBid> {
    const { kind, overKrw } = deed;
    const { userId } = personOf(deed);
    const live = (await readLive(hands.redis, [auctionId])).states.get(auctionId);
    const { bidders } = auctionKeys(auctionId);
    const ownMaxKrw = Number((await hands.redis.hget(bidders, userId))?.split('|')[1] ?? 0);
    const fromKrw = live?.leaderId === userId ? ownMaxKrw : (live?.minimumKrw ?? 1);
    const amountKrw = Math.max(1, fromKrw + overKrw);
    const bidId = randomUUID();
    if (kind === 'exact') return { bidId, kind, amountKrw, confirmed: true };
    return kind === 'auto' ? { bidId, kind, maxKrw: amountKrw } : { bidId, kind: 'buy-now' };
  }

  /** Plays an auction with the real judge; every other deed the recorder comes by. */
  async function play(auctionId: string, deeds: readonly Deed[]) {
    const accepted: { answer: BidAnswer; token: string }[] = [];
    for (const [index, deed] of deeds.entries()) {
      const atMs = await passTime(auctionId, deed.waitMs);
      if (deed.kind === 'move') {
        const closesAtMs = atMs + 3_600_000 + Math.max(1, deed.overKrw);
        await moveClosing(hands.redis, auctionId, { closesAtMs, reason: 'operator' });
      } else {
        const offer = await offerOf(auctionId, deed);
        const { userId: bidderId, token } = personOf(deed);
        const answer = await placeBid(hands.redis, { auctionId, bidderId, ...offer }).catch(
          (error: unknown) => {
            if (!(error instanceof RefusalError)) throw error;
            return null;
          },
        );
        if (answer) accepted.push({ answer, token });
      }
      if (index % 2 === 1) await recordAuction(hands, auctionId);
    }
    return accepted;
  }

  async function settle(auctionId: string): Promise<void> {
    const { state } = auctionKeys(auctionId);
    const closesAtMs = Number(await hands.redis.hget(state, 'closesAtMs'));
    const lastMs = Number(await hands.redis.hget(state, 'lastAtMs'));
    await hands.redis.hset(state, 'lastAtMs', Math.max(lastMs, closesAtMs));
    const later = { ...hands, now: () => closesAtMs + 3_600_000 };
    const settlement = await settleAuction(later, auctionId);
    expect(settlement).to.be.oneOf(['sold', 'unsold']);
    await hands.tellHead?.(auctionId);
  }

  async function receiptOf(auctionId: string, bidId: string, token: string): Promise<string> {
    const path = `/auctions/${auctionId}/bids/${bidId}/receipt`;
    const { body } = await api.call('GET', path, { token });
    return (body as unknown as { receipt: string }).receipt;
  }

  async function listed({ reserveKrw, buyNowKrw, ...rules }: PlayedRules): Promise<string> {
    const amounts = { reserveKrw: reserveKrw ?? null, buyNowKrw: buyNowKrw ?? null };
    return (await listedAuction(hands, { ...rules, ...amounts })).auctionId;
  }

  it('say that an operator overruled a sale that had been told', async () => {
    const auctionId = await listed({});
    await play(auctionId, [{ who: 0, kind: 'auto', overKrw: 500, waitMs: 0 }]);
    const { state } = auctionKeys(auctionId);
    await hands.redis.hset(state, 'lastAtMs', String(await hands.redis.hget(state, 'closesAtMs')));
    expect(await closeAuction(hands.redis, auctionId)).to.include({ outcome: 'sold' });
    await markInterrupted(hands, auctionId, 'test');
    const word = { operator: 'yuna', reason: 'a bid of somebody by name was lost' };
    expect(await cancelAuction(hands, auctionId, word)).to.equal(true);
    const verdict = await verifyAuctionLog(fetchJson, auctionId);
    expect(verdict, JSON.stringify(verdict)).to.include({ verified: true });
    expect(verdict.verified && verdict.overruled).to.include({ told: 'sold' });
    const published = JSON.stringify(await downloadLog(fetchJson, auctionId));
    expect(published).to.not.include(word.operator);
    const plain = await listed({});
    await cancelAuction(hands, plain, word);
    expect(await verifyAuctionLog(fetchJson, plain)).to.include({
      ...{ verified: true, overruled: null },
    });
  });

  const fetchJson = async (path: string): Promise<unknown> =>
    await (await fetch(`${api.url}${path}`)).json();

  it(`are always verified, with every receipt that was given (seed ${SEED})`, async () => {
    const seen = { entries: 0, opened: 0, receipts: 0, heads: 0 };
    const auction = fc.tuple(
      randomRules,
      fc.array(randomDeed, { minLength: DEEDS_MIN, maxLength: DEEDS_MAX }),
    );
    await fc.assert(
      fc.asyncProperty(auction, async ([rules, deeds]) => {
        const auctionId = await listed(rules);
        const accepted = await play(auctionId, deeds);
        const early = accepted.at(-1);
        const receipts = early ? [await receiptOf(auctionId, early.answer.bidId, early.token)] : [];
        await settle(auctionId);
        for (const { answer, token } of accepted) {
          receipts.push(await receiptOf(auctionId, answer.bidId, token));
        }
        const verdict = await verifyAuctionLog(fetchJson, auctionId, { receipts });
        expect(verdict, JSON.stringify(verdict)).to.include({ verified: true });
        if (!verdict.verified) return;
        expect(verdict.checked.receipts).to.equal(receipts.length);
        for (const name of Object.keys(seen) as (keyof typeof seen)[]) {
          seen[name] += verdict.checked[name];
        }
        expect(await hands.checkChain?.(auctionId)).to.deep.equal([]);
      }),
      { numRuns: AUCTIONS, seed: SEED },
    );
    for (const [name, count] of Object.entries(seen)) expect(count, name).to.be.above(AUCTIONS);
  });
});
