import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions, bids, closingMoves } from '@sagopalgo/core/mysql/schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { moveClosing } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { quietLog } from '@sagopalgo/core/testing/connections.ts';
import { settleAuction } from './close-auctions/settle-auction.ts';
import { compareAuction } from './record-bids/compare/compare-auction.ts';
import { recordAuction } from './record-bids/record-auction.ts';
import { restoreAuction } from './record-bids/restore-auction.ts';
import { reconcileDay, reconcileLatest } from './reconcile/reconcile-day.ts';
import {
  keepCopy,
  letTimeRunOut,
  listedAuction,
  lose,
  openLambdaConnections,
  place,
  placeBids,
} from './testing.ts';
import type { LambdaTestConnections } from './testing.ts';

const HOUR_MS = 3_600_000;

describe('comparing Redis, the record and the orders', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  after(() => connections.end());

  const compare = (auctionId: string) => compareAuction(connections, auctionId);
  const only = (auctionId: string) => eq(bids.auctionId, auctionId);
  const at = (auctionId: string, seq: number, raise = 0) =>
    and(only(auctionId), eq(bids.seq, seq), eq(bids.raise, raise));
  const setRow = (auctionId: string, values: Partial<typeof auctions.$inferInsert>) =>
    connections.db.update(auctions).set(values).where(eq(auctions.auctionId, auctionId));
  const keysOf = (auctionId: string) => auctionKeys(auctionId);

  /** An auction with everything a log can hold: both kinds, a silent raise, a moved closing. */
  async function lively(given: Parameters<typeof listedAuction>[1] = {}): Promise<string> {
    const { auctionId } = await listedAuction(connections, given);
    await place(connections, auctionId, 'a', { kind: 'auto', maxKrw: 5000 });
    await place(connections, auctionId, 'a', { kind: 'auto', maxKrw: 8000 });
    const closesAtMs = Date.now() + 3 * HOUR_MS;
    await moveClosing(connections.redis, auctionId, { closesAtMs, reason: 'operator' });
    await place(connections, auctionId, 'b', { kind: 'exact', amountKrw: 6000, confirmed: true });
    await place(connections, auctionId, 'c', { kind: 'exact', amountKrw: 9000, confirmed: true });
    await recordAuction(connections, auctionId);
    return auctionId;
  }

  async function sold(): Promise<string> {
    const auctionId = await lively();
    await letTimeRunOut(connections, auctionId);
    expect(await settleAuction(connections, auctionId)).to.equal('sold');
    return auctionId;
  }

  describe('finds nothing where all is the same', () => {
    it('while it is live, before its opening, and after a load', async () => {
      const auctionId = await lively({ reserveKrw: 4000, extension: 'auto' });
      expect(await compare(auctionId)).to.deep.equal([]);
      await lose(connections, auctionId);
      await restoreAuction(connections, auctionId);
      expect(await compare(auctionId)).to.deep.equal([]);
      await place(connections, auctionId, 'd', { kind: 'exact', amountKrw: 9500 });
      await recordAuction(connections, auctionId);
      expect(await compare(auctionId)).to.deep.equal([]);
      const coming = await listedAuction(connections, { opensAtMs: Date.now() + HOUR_MS });
      expect(await compare(coming.auctionId)).to.deep.equal([]);
    });

    it('when it is sold, bought or unsold, and after a load then', async () => {
      const auctionId = await sold();
      expect(await compare(auctionId)).to.deep.equal([]);
      await lose(connections, auctionId);
      await restoreAuction(connections, auctionId);
      expect(await compare(auctionId)).to.deep.equal([]);
      const bought = await listedAuction(connections, { buyNowKrw: 7000 });
      await place(connections, bought.auctionId, 'a', { kind: 'buy-now' });
      await settleAuction(connections, bought.auctionId);
      expect(await compare(bought.auctionId)).to.deep.equal([]);
      const unmet = await listedAuction(connections, { reserveKrw: 90_000 });
      await placeBids(connections, unmet.auctionId, [1000, 1100]);
      await letTimeRunOut(connections, unmet.auctionId);
      await settleAuction(connections, unmet.auctionId);
      expect(await compare(unmet.auctionId)).to.deep.equal([]);
    });

    it('while the record follows a moment later', async () => {
      const auctionId = await lively();
      await place(connections, auctionId, 'd', { kind: 'exact', amountKrw: 9500 });
      const comparing = compare(auctionId);
      await recordAuction(connections, auctionId);
      expect(await comparing).to.deep.equal([]);
    });
  });

  /** Falsifies one thing of a live auction; what is said must include the words. */
  const LIVE: [what: string, falsify: (auctionId: string) => Promise<unknown>, says: string][] = [
    ['a lost row', (id) => connections.db.delete(bids).where(at(id, 2)), 'has 3-0 after 1-2'],
    [
      'a lost silent raise',
      (id) => connections.db.delete(bids).where(at(id, 1, 1)),
      '1-2 after 1-0',
    ],
    [
      'a lost move',
      (id) => connections.db.delete(closingMoves).where(eq(closingMoves.auctionId, id)),
      'reason for the moved closing',
    ],
    ['another price', (id) => setRow(id, { priceKrw: 1 }), 'price is 1 where 9000'],
    ['another leader', (id) => setRow(id, { leaderId: 'b' }), 'leader is b where c'],
    ['another minimum', (id) => setRow(id, { minimumKrw: 1 }), 'minimum is 1 where 9100'],
    ['another count', (id) => setRow(id, { bidCount: 9 }), 'bid count is 9 where 3'],
    ['another closing', (id) => setRow(id, { closesAtMs: 5 }), "Redis's closesAtMs is"],
    ['another rule', (id) => setRow(id, { startKrw: 5 }), "Redis's startKrw is 1000 where 5"],
    ['another reserve', (id) => setRow(id, { reserveKrw: 5 }), "Redis's reserveKrw differs"],
    ['another epoch', (id) => setRow(id, { epoch: 5 }), "Redis's epochNumber is 1 where 5"],
    [
      'an interruption',
      (id) => setRow(id, { interruptedAtMs: 5 }),
      "Redis's interrupted is  where 1",
    ],
    [
      'another maximum in a row',
      (id) => connections.db.update(bids).set({ amountKrw: 1 }).where(at(id, 2)),
      'entry 2-0 was recorded otherwise',
    ],
    [
      'a higher maximum than the leader',
      (id) => connections.db.update(bids).set({ ownMaxKrw: 99_999 }).where(at(id, 2)),
      'a higher maximum than that of who leads',
    ],
    [
      'another bidder number',
      (id) => connections.db.update(bids).set({ ordinal: 7 }).where(at(id, 2)),
      'bid 2-0 has the number of another',
    ],
    [
      'a falling price',
      (id) => connections.db.update(bids).set({ priceKrw: 9001 }).where(at(id, 2)),
      'the price falls at 3-0',
    ],
    [
      'a bid after the closing',
      (id) => connections.db.update(bids).set({ acceptedAtMs: 9e12 }).where(at(id, 3)),
      'bid 3-0 was accepted after the closing',
    ],
    [
      'a maximum in Redis',
      (id) => connections.redis.hset(keysOf(id).bidders, 'b', '2|77'),
      'Redis has the bidder b otherwise',
    ],
    [
      'a bidder in Redis only',
      (id) => connections.redis.hset(keysOf(id).bidders, 'ghost', '9|77'),
      'Redis has the bidder ghost, the record has not',
    ],
    [
      'a forgotten answer',
      (id) => connections.redis.del(keysOf(id).answers),
      'Redis lacks the answer',
    ],
    [
      'a price in Redis',
      (id) => connections.redis.hset(keysOf(id).state, 'priceKrw', '1'),
      "Redis's priceKrw is 1 where 9000",
    ],
    [
      'a lost entry',
      (id) => connections.redis.xdel(keysOf(id).log, '2-0'),
      'lacks the recorded bid 2-0',
    ],
    ['an auction that is gone', (id) => lose(connections, id), 'Redis does not have it'],
    [
      'an order without a sale',
      (id) => connections.db.insert(orders).values(orderOf(id)),
      'it is scheduled and has 1 order(s)',
    ],
  ];

  const orderOf = (auctionId: string): typeof orders.$inferInsert => ({
    ...{ orderId: randomUUID(), auctionId, attempt: 1, buyerId: 'c', sellerId: 's' },
    ...{ amountKrw: 9000, state: 'awaiting_payment', payByMs: 1, createdAtMs: 1 },
  });

  for (const [what, falsify, says] of LIVE) {
    it(`finds ${what}`, async () => {
      const auctionId = await lively();
      await falsify(auctionId);
      const differences = await compare(auctionId);
      expect(differences.join('\n')).to.include(says);
      // No maximum and no reserve is told to anybody.
      expect(differences.join('\n')).not.to.match(/\b(5000|8000|99999|77)\b/);
      await connections.db.delete(auctions).where(eq(auctions.auctionId, auctionId));
    });
  }

  it('finds that Redis has lost what is recorded', async () => {
    const { auctionId } = await listedAuction(connections);
    const bringBack = await keepCopy(connections, auctionId);
    await placeBids(connections, auctionId, [1000]);
    await recordAuction(connections, auctionId);
    await bringBack();
    expect((await compare(auctionId)).join()).to.include('Redis stands at 0-0, the record at 1-0');
  });

  it('finds that the record stands still', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000, 1100]);
    expect(await compare(auctionId)).to.deep.equal([
      'the record stands still at 0-0, Redis was at 2-0',
    ]);
  });

  const ofAuction = (auctionId: string) => eq(orders.auctionId, auctionId);
  const setOrder = (auctionId: string, values: Partial<typeof orders.$inferInsert>) =>
    connections.db.update(orders).set(values).where(ofAuction(auctionId));
  const SOLD: [what: string, falsify: (auctionId: string) => Promise<unknown>, says: string][] = [
    [
      'a lost order',
      (id) => connections.db.delete(orders).where(ofAuction(id)),
      'has 0 first orders',
    ],
    ['another buyer', (id) => setOrder(id, { buyerId: 'b' }), "order's buyer is b where c"],
    ['another seller', (id) => setOrder(id, { sellerId: 'b' }), "order's seller is b"],
    ['another amount', (id) => setOrder(id, { amountKrw: 5 }), "order's amount is 5 where 9000"],
    ['another result', (id) => setRow(id, { state: 'unsold' }), 'unsold though somebody has won'],
    ['an unsettled result', (id) => setRow(id, { settledAtMs: null }), 'was never settled'],
    ['a lost closing', (id) => setRow(id, { recordedSeq: 3 }), 'its log has no end'],
    [
      'another result in Redis',
      (id) => connections.redis.hset(keysOf(id).state, 'outcome', 'unsold'),
      "Redis's outcome is unsold where sold",
    ],
  ];

  for (const [what, falsify, says] of SOLD) {
    it(`finds ${what} of a sold auction`, async () => {
      const auctionId = await sold();
      await falsify(auctionId);
      expect((await compare(auctionId)).join('\n')).to.include(says);
    });
  }

  it('cannot be given two first orders to find', async () => {
    const auctionId = await sold();
    const second = connections.db.insert(orders).values(orderOf(auctionId));
    expect(await second.then(() => 'inserted').catch(() => 'refused')).to.equal('refused');
  });

  it('says what the chained log lacks, where it is looked at', async () => {
    const auctionId = await lively();
    const checking = { ...connections, checkChain: () => Promise.resolve(['entry 2 is false']) };
    expect(await compareAuction(checking, auctionId)).to.deep.equal(['entry 2 is false']);
  });

  it('goes through one day, and names the auction of each difference', async () => {
    const saleDate = '2031-05-06';
    const sound = await lively({ saleDate });
    const broken = await lively({ saleDate });
    expect(await reconcileDay(connections, saleDate)).to.deep.equal({
      ...{ compared: 2, differences: [] },
    });
    await setRow(broken, { bidCount: 9 });
    const { compared, differences } = await reconcileDay(connections, saleDate);
    expect(compared).to.equal(2);
    expect(differences[0]).to.match(new RegExp(`^auction ${broken}: `));
    expect(differences.join()).not.to.include(sound);
    await connections.db.delete(auctions).where(eq(auctions.auctionId, broken));
  });

  it('tells of the day whose sale was last, as an error when something differs', async () => {
    const saleDate = '2033-05-06';
    const auctionId = await lively({ saleDate });
    const log = quietLog();
    const afterMidnight = () => Date.parse('2033-05-07T01:00:00+09:00');
    const looking = { ...connections, log, now: afterMidnight };
    await reconcileLatest(looking);
    await setRow(auctionId, { bidCount: 9 });
    await reconcileLatest(looking);
    expect(log.events.map(({ event }) => event)).to.deep.equal([
      'reconcile.done',
      'reconcile.differs',
    ]);
    expect(log.events[0]?.facts).to.deep.equal({ saleDate, compared: 1 });
    await connections.db.delete(auctions).where(eq(auctions.auctionId, auctionId));
  });
});
