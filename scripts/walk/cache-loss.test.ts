import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { bids } from '@sagopalgo/core/mysql/schema.ts';
import { LOADED_KEY, storedKeys } from '@sagopalgo/core/redis/keys.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { listAuction } from './list-auction.ts';
import { ask, bid, crowd } from './people.ts';
import type { BidResult, Caller } from './people.ts';
import { watch } from './watcher.ts';
import type { Watcher } from './watcher.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

interface Shown {
  epoch: string;
  seq: number;
  priceKrw: number | null;
  minimumKrw: number | null;
  bidCount: number;
  leaderAlias: string | null;
}

describe('a live auction whose Redis is emptied', function loss() {
  this.timeout(60_000);
  let system: WalkSystem;
  let auctionId: string;
  let people: Caller[];
  let watcher: Watcher;
  let lost: Shown;
  const lastBid = { bidId: randomUUID(), result: null as BidResult | null };

  const place = (index: number, amountKrw: number, bidId?: string): Promise<BidResult> => {
    const caller = people[index];
    if (!caller) throw new RangeError(`nobody at ${index}`);
    return bid(system.marketplace.url, caller, auctionId, amountKrw, bidId);
  };
  const shown = (): Promise<Shown> => ask(system.marketplace.url, `/auctions/${auctionId}`);

  before(async () => {
    system = await walkSystem();
    people = await crowd(system, 3);
    ({ auctionId } = await listAuction(system, '--closes-in 5m --start 5000 --unit 100'));
    watcher = await watch(system.marketplace.url, auctionId);
    await place(0, 5_000);
    await place(1, 5_100);
    lastBid.result = await place(2, 5_400, lastBid.bidId);
    await eventually(async () => {
      const recorded = await system.db.$count(bids, eq(bids.auctionId, auctionId));
      return recorded === 3;
    });
    lost = await shown();
    await system.redis.del(...storedKeys(auctionId), LOADED_KEY);
  });
  after(() => watcher.leave());

  it('refuses with UNAVAILABLE until it is loaded again, never with a wrong answer', async () => {
    const accepted = await eventually(async () => {
      const result = await place(0, 5_450);
      if ('answer' in result) throw new Error('a bid below the minimum was accepted');
      if (result.problem.code === 'BID_TOO_LOW') return result;
      expect(result).to.include({ status: 503 });
      expect(result.problem.code).to.equal('UNAVAILABLE');
      return null;
    });
    expect(accepted.problem.detail).to.include({ minimumKrw: 5_500 });
  });

  it('stands as it was recorded, under a new epoch', async () => {
    const { epoch, ...standing } = await shown();
    const { priceKrw, minimumKrw, bidCount, leaderAlias, seq } = lost;
    expect(standing).to.include({ priceKrw, minimumKrw, bidCount, leaderAlias, seq });
    expect(standing).to.include({ priceKrw: 5_400, leaderAlias: '입찰자 3', seq: 3 });
    expect(epoch).not.to.equal(lost.epoch);
  });

  it('knows who leads and gives a repeated bid its first answer', async () => {
    expect(await place(2, 9_000)).to.have.nested.property('problem.code', 'ALREADY_LEADING');
    expect(await place(2, 5_400, lastBid.bidId)).to.deep.equal(lastBid.result);
  });

  it('goes on with the next seq, for bidders and for watchers', async () => {
    const next = await place(1, 5_500);
    expect(next).to.have.nested.property('answer.seq', 4);
    expect(next).to.have.nested.property('answer.alias', '입찰자 2');
    const { epoch } = await shown();
    await watcher.until(
      ({ event, data }) =>
        (event === 'bid' || event === 'snapshot') && data['seq'] === 4 && data['epoch'] === epoch,
    );
    await eventually(async () => {
      return (await system.db.$count(bids, eq(bids.auctionId, auctionId))) === 4;
    });
  });
});
