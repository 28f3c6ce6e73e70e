import { expect } from 'chai';
import type { Part } from '../local/part.ts';
import { expectAllKept, expectSameBooks, loggedBids, recordedBids } from './kill-books.ts';
import { killSystemOrSkip } from './kill-system.ts';
import type { ApiPart, KillSystem } from './kill-system.ts';
import { crowd } from './people.ts';
import type { Caller } from './people.ts';
import { Rush, send } from './rush.ts';

const BIDDERS = 24;
const STEP_KRW = 100;
const DEATHS = 2;

describe('a part of the marketplace killed in the middle of a rush of bids', function killing() {
  this.timeout(120_000);
  let system: KillSystem;
  let keeper: Part;
  let api: ApiPart;
  let people: Caller[];
  let rush: Rush | null = null;
  before(async function start() {
    system = await killSystemOrSkip(this);
    keeper = await system.startKeeper();
    api = await system.startApi();
    people = await crowd(system, BIDDERS);
  });
  after(async () => {
    await rush?.stop();
    await system?.end();
  });

  async function startRush(): Promise<{ auctionId: string; rush: Rush }> {
    const { auctionId, startKrw } = await system.list({ steps: [[0, STEP_KRW]] });
    rush = new Rush(api.url, people, { auctionId, startKrw, stepKrw: STEP_KRW });
    await rush.untilAccepted(100);
    return { auctionId, rush };
  }

  it('the keeper: its record takes up where it was cut off, with nothing lost or twice', async () => {
    const { auctionId, rush } = await startRush();
    for (let death = 0; death < DEATHS; death += 1) {
      await keeper.kill();
      await rush.untilAccepted(100);
      keeper = await system.startKeeper();
      await rush.untilAccepted(100);
    }
    await rush.stop();
    expect(rush.unanswered()).to.deep.equal([]);
    expectAllKept(rush, await loggedBids(system, auctionId));
    await expectSameBooks(system, auctionId);
    expectAllKept(rush, await recordedBids(system, auctionId));
  });

  it('the api: what it has acknowledged stands, and another answers the same to the same', async () => {
    const { auctionId, rush } = await startRush();
    const first = api;
    const second = await system.startApi();
    await first.kill();
    rush.url = second.url;
    await rush.untilAccepted(100);
    await rush.stop();
    const accepted = rush.accepted();
    const logged = await loggedBids(system, auctionId);
    const known = new Map(logged.map((bid) => [bid.bidId, bid]));
    for (const { answer, ...bid } of accepted.slice(-200)) {
      const { outcome } = await send(second.url, bid);
      expect(outcome).to.have.property('answer').that.deep.equals(answer);
    }
    const underWay = rush.unanswered();
    expect(underWay).not.to.deep.equal([]);
    for (const bid of underWay) {
      const { outcome } = await send(second.url, bid);
      const entry = known.get(bid.bidId);
      const { seq, priceKrw } = entry ?? {};
      if (entry) expect(outcome).to.have.property('answer').that.includes({ seq, priceKrw });
    }
    const all = (await loggedBids(system, auctionId)).map(({ bidId }) => bidId);
    expect(new Set(all).size).to.equal(all.length);
    for (const { bidId, answer } of accepted) {
      expect(known.get(bidId)).to.include({ seq: answer.seq, priceKrw: answer.priceKrw });
    }
    await expectSameBooks(system, auctionId);
  });
});
