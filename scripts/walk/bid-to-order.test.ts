import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { bids } from '@sagopalgo/core/mysql/schema.ts';
import { payByMs } from '@sagopalgo/core/rules/till-terms.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { listAuction } from './list-auction.ts';
import type { ListedAuction } from './list-auction.ts';
import { ask, bid, logIn, signUp } from './people.ts';
import type { BidResult, Caller } from './people.ts';
import { watch } from './watcher.ts';
import type { SeenEvent, Watcher } from './watcher.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const SELLER = { email: 'seller2@demo.test', password: 'demo-password' };

interface Trade {
  auctionId: string;
  orderState?: string;
  amountKrw?: number;
  payByMs?: number;
}

describe('the walk of a bid', function walk() {
  this.timeout(120_000);
  let system: WalkSystem;
  let url: string;
  let auction: ListedAuction;
  let first: Caller;
  let second: Caller;
  let atFront: Watcher;
  let atSecondServer: Watcher;

  before(async () => {
    system = await walkSystem();
    url = system.marketplace.url;
    [first, second] = await Promise.all([signUp(system), signUp(system)]);
    const options = `--closes-in 9s --start 10000 --unit 500 --seller ${SELLER.email}`;
    auction = await listAuction(system, options);
    atFront = await watch(url, auction.auctionId);
    atSecondServer = await watch(system.marketplace.sseUrls[1] ?? '', auction.auctionId);
  });
  after(async () => {
    await atFront.leave();
    await atSecondServer.leave();
  });

  const placed = async (caller: Caller, amountKrw: number, bidId?: string): Promise<BidResult> =>
    await bid(url, caller, auction.auctionId, amountKrw, bidId);
  const isBid =
    (seq: number) =>
    ({ event, data }: SeenEvent): boolean =>
      event === 'bid' && data['seq'] === seq;
  const bidSeqs = (watcher: Watcher): unknown[] =>
    watcher.seen.filter(({ event }) => event === 'bid').map(({ data }) => data['seq']);

  it('begins with a snapshot for everybody who watches', async () => {
    for (const watcher of [atFront, atSecondServer]) {
      const { data } = await watcher.until(({ event }) => event === 'snapshot');
      expect(data).to.include({ state: 'live', priceKrw: null, minimumKrw: 10_000, seq: 0 });
    }
  });

  it('reaches watchers of every sse-server', async () => {
    expect(await placed(first, 10_000)).to.deep.include({ status: 201 });
    // Two that come within one pass are told as one.
    await atFront.until(isBid(1));
    expect(await placed(second, 10_500)).to.deep.include({ status: 201 });
    for (const watcher of [atFront, atSecondServer]) {
      const { data, id } = await watcher.until(isBid(2));
      expect(data).to.include({ priceKrw: 10_500, minimumKrw: 11_000, leaderAlias: '입찰자 2' });
      expect(id).to.equal(`${auction.auctionId}:${String(data['epoch'])}:2`);
    }
  });

  it('is refused with what to do next, and changes nothing then', async () => {
    const tooLow = await placed(first, 10_900);
    expect(tooLow).to.have.nested.property('problem.code', 'BID_TOO_LOW');
    expect(tooLow).to.have.nested.property('problem.detail.minimumKrw', 11_000);
    expect(await placed(second, 20_000)).to.have.nested.property('problem.code', 'ALREADY_LEADING');
    const seller = await logIn(url, SELLER);
    expect(await placed(seller, 11_000)).to.have.nested.property('problem.code', 'OWN_AUCTION');
  });

  it('is the same bid when it is sent again', async () => {
    const bidId = randomUUID();
    const once = await placed(first, 11_000, bidId);
    expect(await placed(first, 11_000, bidId)).to.deep.equal(once);
    expect(await placed(first, 12_000, bidId)).to.have.nested.property(
      'problem.code',
      'BID_ID_REUSED',
    );
  });

  it('is not lost or repeated for a watcher who was cut off in between', async () => {
    await atFront.until(isBid(3));
    const lastId = atFront.lastId();
    await atFront.leave();
    await placed(second, 11_500);
    await placed(first, 12_000);
    await atSecondServer.until(isBid(5));
    const before = bidSeqs(atFront);
    atFront = await watch(url, auction.auctionId, lastId);
    await placed(second, 12_500);
    await atFront.until(isBid(6));
    expect([...before, ...bidSeqs(atFront)]).to.deep.equal([1, 2, 3, 4, 5, 6]);
    expect(atFront.seen.map(({ event }) => event)).not.to.include('gap');
  });

  it('comes too late from the closing moment on, and is told by how much', async () => {
    const closed = await atFront.until(({ event }) => event === 'closed');
    expect(closed.data).to.include({
      outcome: 'sold',
      priceKrw: 12_500,
      leaderAlias: '입찰자 2',
      bidCount: 6,
      seq: 7,
    });
    await atSecondServer.until(({ event }) => event === 'closed');
    const late = await placed(first, 20_000);
    expect(late).to.have.nested.property('problem.code', 'AUCTION_CLOSED');
    expect(late).to.have.nested.property('problem.detail.lateByMs').that.is.a('number');
    expect(late).to.have.property('status', 409);
  });

  it('becomes one order for the winner, and the seller sees it', async () => {
    const { auctionId, closesAtMs } = auction;
    const find = async (path: string, caller: Caller): Promise<Trade | undefined> => {
      const { items } = await ask<{ items: Trade[] }>(url, path, caller);
      return items.find((item) => item.auctionId === auctionId);
    };
    const order = {
      orderState: 'awaiting_payment',
      amountKrw: 12_500,
      payByMs: payByMs(closesAtMs, 12_500),
    };
    const won = await eventually(() => find('/users/me/wins', second));
    expect(won).to.include(order);
    expect(await find('/users/me/wins', first)).to.equal(undefined);
    expect(await find('/users/me/sales', await logIn(url, SELLER))).to.include(order);
    const mine = await find('/users/me/bids', first);
    expect(mine).to.include({ standing: 'lost', ownMaxKrw: 12_000 });
  });

  it('is in the record exactly as it was accepted', async () => {
    const rows = await system.db.select().from(bids).where(eq(bids.auctionId, auction.auctionId));
    const recorded = rows.toSorted((a, b) => a.seq - b.seq);
    expect(recorded.map(({ seq, priceKrw }) => [seq, priceKrw])).to.deep.equal([
      [1, 10_000],
      [2, 10_500],
      [3, 11_000],
      [4, 11_500],
      [5, 12_000],
      [6, 12_500],
    ]);
    const told = await ask<{ items: { seq: number }[] }>(
      url,
      `/auctions/${auction.auctionId}/bids`,
    );
    expect(told.items.map(({ seq }) => seq)).to.deep.equal([6, 5, 4, 3, 2, 1]);
  });
});
