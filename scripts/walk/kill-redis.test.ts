import { expect } from 'chai';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { Part } from '../local/part.ts';
import { expectAllKept, expectSameBooks, loggedBids, recordedBids } from './kill-books.ts';
import { killSystemOrSkip } from './kill-system.ts';
import type { ApiPart, KillSystem } from './kill-system.ts';
import { crowd } from './people.ts';
import type { Caller } from './people.ts';
import { newBid, Rush, send } from './rush.ts';
import type { Sent } from './rush.ts';

const BIDDERS = 32;
const AWAY_MS = 1_500;
const PROBES = 20;
const STEP_KRW = 100;
const FROZEN_EVERY_MS = 100;
/** A refusal that waits for nothing; generous on a machine that does much else. */
const QUICKLY_MS = 1_500;

describe('Redis killed in the middle of a rush of bids', function killing() {
  this.timeout(120_000);
  let system: KillSystem;
  let api: ApiPart;
  let keeper: Part;
  let people: Caller[];
  let auctionId: string;
  let rush: Rush;
  let killedAtMs: number;
  let backAtMs: number;
  const whileAway: Sent[] = [];

  before(async function start() {
    system = await killSystemOrSkip(this);
    keeper = await system.startKeeper();
    api = await system.startApi();
    people = await crowd(system, BIDDERS + 1);
    const auction = await system.list({ steps: [[0, STEP_KRW]] });
    ({ auctionId } = auction);
    const rules = { auctionId, startKrw: auction.startKrw, stepKrw: STEP_KRW };
    rush = new Rush(api.url, people.slice(0, BIDDERS), rules);
    await rush.untilAccepted(300);
    await system.store.kill();
    killedAtMs = Date.now();
    const prober = people.at(-1);
    if (!prober) throw new Error('nobody is left');
    for (let probe = 0; probe < PROBES; probe += 1) {
      whileAway.push(await send(api.url, newBid(prober, auctionId, 900_000_000)));
      await pause(AWAY_MS / PROBES);
    }
    await system.store.restart();
    backAtMs = Date.now();
    // As many as bid at once may have been sent before.
    await rush.untilAccepted(300 + BIDDERS);
    await rush.stop();
  });
  after(async () => {
    await rush?.stop();
    await system?.end();
  });

  it('is told at once to whoever bids meanwhile, with when to try again', () => {
    for (const { outcome } of whileAway) {
      expect(outcome).to.have.nested.property('problem.code', 'UNAVAILABLE');
      expect(outcome).to.include({ status: 503, retryAfter: '1' });
      expect(outcome.tookMs).to.be.below(QUICKLY_MS);
    }
  });

  it('keeps every acknowledged bid exactly once, in Redis and in the record', async () => {
    expectAllKept(rush, await loggedBids(system, auctionId));
    await expectSameBooks(system, auctionId);
    expectAllKept(rush, await recordedBids(system, auctionId));
  });

  it('queues nothing: what was refused while it was away is no bid', async () => {
    const logged = new Set((await loggedBids(system, auctionId)).map(({ bidId }) => bidId));
    const refused = [...whileAway, ...rush.unanswered()].filter(
      ({ sentAtMs, outcome }) =>
        sentAtMs > killedAtMs && sentAtMs + outcome.tookMs < backAtMs - AWAY_MS / PROBES,
    );
    expect(refused.length).to.be.at.least(PROBES - 2);
    expect(refused.filter(({ bidId }) => logged.has(bidId))).to.deep.equal([]);
  });

  it('makes one bid of one that was under way, however often it is sent again', async () => {
    const underWay = rush.unanswered().filter(({ sentAtMs }) => sentAtMs <= killedAtMs);
    const before = await loggedBids(system, auctionId);
    for (const bid of underWay) {
      const known = before.find(({ bidId }) => bidId === bid.bidId);
      const again = [await send(api.url, bid), await send(api.url, bid)].map(({ outcome }) =>
        'answer' in outcome ? outcome.answer : outcome.status,
      );
      expect(again[0]).to.deep.equal(again[1]);
      if (known) expect(again[0]).to.include({ seq: known.seq, priceKrw: known.priceKrw });
    }
    const after = (await loggedBids(system, auctionId)).map(({ bidId }) => bidId);
    expect(new Set(after).size).to.equal(after.length);
  });

  it('makes no bid later of one that was refused while Redis stood still', async () => {
    const auction = await system.list({ steps: [[0, STEP_KRW]] });
    const goOn = system.store.freeze();
    const sent = people.slice(0, PROBES).map(async (caller, index) => {
      await pause(index * FROZEN_EVERY_MS);
      return await send(api.url, newBid(caller, auction.auctionId, 1_000 + index * STEP_KRW));
    });
    const answered = await Promise.all(sent).finally(goOn);
    for (const { outcome } of answered) {
      expect(outcome).to.include({ status: 503, retryAfter: '1' });
    }
    const [later] = people.slice(PROBES);
    if (!later) throw new Error('nobody is left');
    // Redis answers a connection in the order in which it was asked: whatever lay there is done by then.
    const first = newBid(later, auction.auctionId, 1_000);
    await eventually(async () => (await send(api.url, first)).outcome.status === 201);
    const logged = await loggedBids(system, auction.auctionId);
    expect(logged.map(({ bidderId }) => bidderId)).to.deep.equal([later.userId]);
  });

  it('lets bids flow again without a restart of anything', async () => {
    const since = rush.accepted().filter(({ sentAtMs }) => sentAtMs > backAtMs);
    expect(since.length).to.be.at.least(300);
    for (const part of [api, keeper]) {
      const gone = await Promise.race([part.died, Promise.resolve('it lives')]);
      expect(gone).to.equal('it lives');
    }
  });
});
