import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { expect } from 'chai';
import { getOperatorDay, getOperatorHealth } from '@sagopalgo/core/contracts/operating.ts';
import { getOperatorTroubles, listReconciliations } from '@sagopalgo/core/contracts/operating.ts';
import { searchOutbox } from '@sagopalgo/core/mysql/counter-schema.ts';
import { mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import { jobRuns } from '@sagopalgo/core/mysql/operating-schema.ts';
import { judgeOutages } from '@sagopalgo/core/mysql/outage-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { orders, payoutAccounts } from '@sagopalgo/core/mysql/till-schema.ts';
import { BOOKS_ID, keepReconciliation } from '@sagopalgo/core/operating/keep-reconciliation.ts';
import { openAuction, placeBid } from '@sagopalgo/core/redis/commands.ts';
import { tellRoomBeat } from '@sagopalgo/core/redis/room-beats.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import { addRefund, openTestOrder } from '@sagopalgo/core/testing/booked-orders.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import type { AuctionRow } from '@sagopalgo/core/testing/connections.ts';
import { addPayment } from '@sagopalgo/core/testing/some-payment.ts';
import { addPersonWithToken, startApi, startApiAlone } from '../testing/api-under-test.ts';
import { testOperator } from '../testing/operator.ts';
import type { TestOperator } from '../testing/operator.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

describe('what operators see', () => {
  let api: Awaited<ReturnType<typeof startApiAlone>>;
  let operator: TestOperator;
  let sellerId: string;
  before(async () => {
    api = await startApiAlone();
    operator = await testOperator(api);
    sellerId = (await addPersonWithToken(api.deps)).userId;
  });
  after(() => api.end());

  const day = async (query: string) =>
    getOperatorDay.reply.parse((await operator.look(`/day?${query}`)).body);
  const health = async () => getOperatorHealth.reply.parse((await operator.look('/health')).body);
  const troubles = async () =>
    getOperatorTroubles.reply.parse((await operator.look('/troubles')).body);
  async function listed(given: Partial<AuctionRow> = {}): Promise<AuctionRow> {
    const row = await addAuction(api.deps.db, { sellerId, ...given });
    await openAuction(api.deps.redis, row);
    return row;
  }
  const bid = ({ auctionId }: AuctionRow, amountKrw: number) => {
    const offer = { kind: 'exact' as const, amountKrw, confirmed: true };
    const bidder = { bidId: randomUUID(), bidderId: randomUUID() };
    return placeBid(api.deps.redis, { auctionId, ...offer, ...bidder });
  };

  describe('of a day', () => {
    const saleDate = '2031-05-06';

    it('is each auction as the judge holds it, those that were to close first before the others', async () => {
      const nowMs = Date.now();
      const live = await listed({ saleDate, closesAtMs: nowMs + 2 * HOUR_MS });
      await bid(live, 1_000);
      await bid(live, 2_000);
      const coming = { opensAtMs: nowMs + HOUR_MS, closesAtMs: nowMs + 3 * HOUR_MS };
      const later = await listed({ saleDate, ...coming, hiddenAtMs: nowMs });
      const sold = { closesAtMs: nowMs - HOUR_MS, state: 'sold', priceKrw: 5_000, bidCount: 1 };
      const over = await addAuction(api.deps.db, { sellerId, saleDate, ...sold } as never);
      const halted = { closesAtMs: nowMs - MINUTE_MS, interruptedAtMs: nowMs };
      const waiting = await addAuction(api.deps.db, { sellerId, saleDate, ...halted });
      await listed({ saleDate: '2031-05-07' });
      const { items, counts } = await day(`saleDate=${saleDate}`);
      expect(items.map((item) => [item.auctionId, item.state, item.unrecorded])).to.deep.equal([
        [over.auctionId, 'sold', null],
        [waiting.auctionId, 'closed', null],
        [live.auctionId, 'live', 2],
        [later.auctionId, 'coming', 0],
      ]);
      expect(items.map(({ priceKrw }) => priceKrw)).to.deep.equal([5_000, null, 2_000, null]);
      expect(items.map(({ hidden }) => hidden)).to.deep.equal([false, false, false, true]);
      expect(items.map(({ interrupted }) => interrupted)).to.deep.equal([
        ...[false, true, false, false],
      ]);
      expect(counts).to.deep.equal({
        ...{ coming: 1, live: 1, closed: 1, sold: 1, unsold: 0, cancelled: 0 },
        ...{ interrupted: 1, hidden: 1 },
      });
      const first = await day(`saleDate=${saleDate}&limit=3`);
      const rest = await day(`saleDate=${saleDate}&limit=3&cursor=${first.nextCursor}`);
      expect([...first.items, ...rest.items]).to.deep.equal(items);
      expect(rest.nextCursor).to.equal(null);
    });

    it('keeps an auction in its place that a bid extends past others', async () => {
      const date = { saleDate: '2031-05-08' };
      const wasToCloseAtMs = Date.now() + HOUR_MS;
      const extended = await addAuction(api.deps.db, {
        ...{ sellerId, ...date, closesAtMs: wasToCloseAtMs + 2 * MINUTE_MS },
        scheduledClosesAtMs: wasToCloseAtMs,
      });
      const closesAtMs = wasToCloseAtMs + MINUTE_MS;
      const next = await addAuction(api.deps.db, { sellerId, ...date, closesAtMs });
      const first = await day('saleDate=2031-05-08&limit=1');
      const rest = await day(`saleDate=2031-05-08&limit=1&cursor=${first.nextCursor}`);
      const ids = [...first.items, ...rest.items].map(({ auctionId }) => auctionId);
      expect(ids).to.deep.equal([extended.auctionId, next.auctionId]);
    });

    it('is today’s in Seoul unless told, and refuses a date that there is not', async () => {
      expect((await day('')).saleDate).to.equal(kstDate(Date.now()));
      const refused = await operator.look('/day?saleDate=2031-02-30');
      expect(refused.body.code).to.equal('INVALID_REQUEST');
    });
  });

  describe('of the rooms', () => {
    it('is how far the record is behind the judge, and what is doubted or missing', async () => {
      const before = await health();
      const auction = await listed();
      await bid(auction, 1_000);
      await bid(auction, 2_000);
      await addAuction(api.deps.db, { sellerId });
      const { recorder } = await health();
      expect(recorder?.behind).to.equal((before.recorder?.behind ?? 0) + 2);
      expect(recorder?.auctionsBehind).to.equal((before.recorder?.auctionsBehind ?? 0) + 1);
      expect(recorder?.auctionsMissing).to.equal((before.recorder?.auctionsMissing ?? 0) + 1);
      expect(recorder?.doubts).to.be.at.least(0);
    });

    it('is what each process told of itself within a day, a window what it shows as well', async () => {
      const told = { instance: randomUUID(), atMs: Date.now(), faults: ['a: b'] };
      const beat = { ...told, room: 'keeper', window: null };
      const lately = { deliveriesPerS: 900, fanOutMaxMs: 3.1, heardAfterMaxMs: null };
      const window = { watchers: 12, behind: 1, away: 0, ...lately };
      await tellRoomBeat(api.deps.redis, { ...told, room: 'sse-server', window });
      const silent = { ...beat, instance: randomUUID(), atMs: Date.now() - 2 * DAY_MS };
      await tellRoomBeat(api.deps.redis, beat);
      await tellRoomBeat(api.deps.redis, silent);
      const { rooms } = await health();
      expect(rooms).to.deep.include(beat);
      expect(rooms).to.deep.include({ ...told, room: 'sse-server', window });
      expect(rooms.map(({ instance }) => instance)).to.not.include(silent.instance);
    });

    it('is what waits to be indexed, mailed and followed up, and since when', async () => {
      const queued = { auctionId: randomUUID(), mark: randomUUID(), urgency: 0 };
      await api.deps.db.delete(searchOutbox);
      await api.deps.db.insert(searchOutbox).values({ ...queued, changedAtMs: 5_000 });
      const again = { ...queued, auctionId: randomUUID(), changedAtMs: 9_000 };
      await api.deps.db.insert(searchOutbox).values(again);
      const { search, mails, webhooks } = await health();
      expect(search).to.deep.equal({ waiting: 2, sinceMs: 5_000 });
      const nothing = { waiting: 0, sinceMs: null };
      expect({ mails, webhooks }).to.deep.equal({ mails: nothing, webhooks: nothing });
    });

    it('is when each function of the clock last ran, and went well', async () => {
      const run = { startedAtMs: 9_000, wentWellAtMs: 5_000, tookMs: 3, fault: 'no Redis' };
      await api.deps.db.insert(jobRuns).values({ job: 'expire-orders', ...run });
      await api.deps.db
        .insert(judgeOutages)
        .values({ outageId: 'one', startedAtMs: 1, endedAtMs: 2 });
      const { jobs, lastOutage } = await health();
      expect(jobs).to.deep.include({ job: 'expire-orders', ...run });
      const none = { startedAtMs: null, wentWellAtMs: null, tookMs: null, fault: null };
      expect(jobs).to.deep.include({ job: 'open-auctions', ...none });
      expect(lastOutage).to.deep.equal({ startedAtMs: 1, endedAtMs: 2 });
    });

    it('is what the record knows while Redis is away', async () => {
      const url = 'redis://127.0.0.1:9';
      const alone = await startApi(() => ({}), { MYSQL_URL: api.mysqlUrl, REDIS_URL: url });
      const { status, body } = await alone.call('GET', '/operator/health', {
        token: operator.token,
      });
      await alone.end();
      expect(status).to.equal(200);
      const told = getOperatorHealth.reply.parse(body);
      expect([told.rooms, told.recorder]).to.deep.equal([[], null]);
    });
  });

  describe('of what waits for a person', () => {
    it('is payments of unknown outcome, refunds that stand, and orders past their time', async () => {
      const nowMs = Date.now();
      const unknown = await openTestOrder(api.deps.db);
      const long = await openTestOrder(api.deps.db);
      const late = await openTestOrder(api.deps.db);
      const paid = await openTestOrder(api.deps.db);
      const confirming = { state: 'confirming' as const, doneAtMs: null };
      await addPayment(api.deps.db, unknown, { ...confirming, confirmingAtMs: nowMs });
      await addPayment(api.deps.db, long, { ...confirming, confirmingAtMs: nowMs - HOUR_MS });
      await api.deps.db
        .update(orders)
        .set({ payByMs: nowMs - HOUR_MS })
        .where(eq(orders.orderId, late.orderId));
      const unheard = await openTestOrder(api.deps.db);
      const heard = await openTestOrder(api.deps.db);
      const waiting = { ...confirming, state: 'waiting_for_deposit' as const };
      for (const [order, answeredAtMs] of [
        [unheard, nowMs - HOUR_MS],
        [heard, nowMs],
      ] as const) {
        const confirmingAtMs = nowMs - 2 * HOUR_MS;
        await addPayment(api.deps.db, order, { ...waiting, confirmingAtMs, answeredAtMs });
        const late = { state: 'awaiting_deposit' as const, payByMs: nowMs - 21 * MINUTE_MS };
        const due = order === unheard ? late : { ...late, payByMs: nowMs - 19 * MINUTE_MS };
        await api.deps.db.update(orders).set(due).where(eq(orders.orderId, order.orderId));
      }
      const { tossOrderId } = await addPayment(api.deps.db, paid);
      await addRefund(api.deps.db, paid, { tossOrderId, amountKrw: 500, state: 'refused' });
      const lacking = await openTestOrder(api.deps.db);
      await addPayment(api.deps.db, lacking, { toldHeldKrw: 0 });
      const sent = { state: 'shipped' as const, stateAtMs: 8_000 };
      await api.deps.db.update(orders).set(sent).where(eq(orders.orderId, lacking.orderId));
      const unpaid = await received({ accountAtMs: nowMs - 2 * DAY_MS });
      await received({ accountAtMs: nowMs - HOUR_MS });
      await received({ accountAtMs: null });
      const told = await troubles();
      expect(told.lackingMoney).to.deep.equal({
        count: 1,
        items: [
          {
            ...{ orderId: lacking.orderId, title: '시험용 경매', sinceMs: 8_000 },
            amountKrw: lacking.amountKrw,
          },
        ],
      });
      expect(told.unknownPayments.count).to.equal(3);
      expect(told.unknownPayments.items.map((item) => [item.orderId, item.isLong])).to.deep.equal([
        [unheard.orderId, true],
        [long.orderId, true],
        [unknown.orderId, false],
      ]);
      expect(told.refunds.items).to.have.length(1);
      expect(told.refunds.items[0]).to.include({
        ...{ orderId: paid.orderId, amountKrw: 500, state: 'refused', title: '시험용 경매' },
      });
      expect(told.unknownPayments.items[0]?.sinceMs).to.equal(nowMs - HOUR_MS);
      expect(told.lateOrders.items.map(({ orderId }) => orderId)).to.deep.equal([
        ...[unpaid.orderId, late.orderId, unheard.orderId],
      ]);
    });

    /** Confirmed two days ago, by a seller whose account is known since then. */
    async function received({ accountAtMs }: { accountAtMs: number | null }) {
      const order = await openTestOrder(api.deps.db);
      await addPayment(api.deps.db, order);
      const { orderId, sellerId: userId } = order;
      const since = { state: 'received' as const, stateAtMs: Date.now() - 2 * DAY_MS };
      await api.deps.db.update(orders).set(since).where(eq(orders.orderId, orderId));
      if (accountAtMs !== null) {
        const account = { bank: '088', accountNumber: '110000000001', holderName: '김판매' };
        await api.deps.db
          .insert(payoutAccounts)
          .values({ userId, ...account, changedAtMs: accountAtMs });
      }
      return order;
    }

    it('is auctions that are interrupted or have no result, and mails given up', async () => {
      await api.deps.db.delete(auctions).where(and(eq(auctions.sellerId, sellerId)));
      const nowMs = Date.now();
      const halted = await addAuction(api.deps.db, { sellerId, interruptedAtMs: 7_000 });
      const left = await addAuction(api.deps.db, { sellerId, closesAtMs: nowMs - HOUR_MS });
      await addAuction(api.deps.db, { sellerId, closesAtMs: nowMs - MINUTE_MS });
      const mail = { kind: 'email-proof' as const, userId: sellerId, recipient: 'a@b.example' };
      const words = { subject: '', text: '', goodUntilMs: 1, createdAtMs: 3, fault: 'refused' };
      await api.deps.db.insert(mailOutbox).values({ mailId: 'gone', ...mail, ...words });
      const sent = { mailId: 'sent', sentAtMs: 4 };
      await api.deps.db.insert(mailOutbox).values({ ...mail, ...words, ...sent });
      const told = await troubles();
      const { auctionId, title } = halted;
      expect(told.interrupted).to.deep.equal({
        ...{ count: 1, items: [{ auctionId, title, sinceMs: 7_000 }] },
      });
      expect(told.unsettled.items.map((item) => item.auctionId)).to.deep.equal([left.auctionId]);
      expect(told.mailsGivenUp).to.deep.equal({
        count: 1,
        items: [{ mailId: 'gone', kind: 'email-proof', fault: 'refused', sinceMs: 3 }],
      });
    });
  });

  it('of reconciling is the last result of each day and of the books, the latest first', async () => {
    const differences = Array.from({ length: 120 }, (_, index) => `auction ${index}: differs`);
    await keepReconciliation(api.deps.db, BOOKS_ID, { compared: 1, differences: [], ranAtMs: 3 });
    await keepReconciliation(api.deps.db, '2031-01-01', { compared: 9, differences, ranAtMs: 1 });
    await keepReconciliation(api.deps.db, '2031-01-01', { compared: 8, differences, ranAtMs: 5 });
    const { body } = await operator.look('/reconciliation');
    const { items } = listReconciliations.reply.parse(body);
    expect(
      items.map(({ saleDate, ranAtMs, compared }) => [saleDate, ranAtMs, compared]),
    ).to.deep.equal([
      ['2031-01-01', 5, 8],
      [null, 3, 1],
    ]);
    expect(items[0]?.differenceCount).to.equal(120);
    expect(items[0]?.differences).to.have.length(50);
  });
});
