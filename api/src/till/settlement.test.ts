import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { getMySettlement, listPayouts } from '@sagopalgo/core/contracts/till.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { orders, payouts, refunds } from '@sagopalgo/core/mysql/till-schema.ts';
import { payoutLines } from '@sagopalgo/core/rules/journals.ts';
import { postJournal } from '@sagopalgo/core/orders/post-journal.ts';
import { addRefund, giveBack, mustMove } from '@sagopalgo/core/testing/booked-orders.ts';
import { openTestOrder, payFor } from '@sagopalgo/core/testing/booked-orders.ts';
import { addPersonWithPassword } from '../testing/account-examples.ts';
import { KNOWN_PASSWORD, someBankAccount } from '../testing/account-scenes.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

const NOTHING = {
  ...{ items: [], nextCursor: null, balanceKrw: 0, dueKrw: 0, paidOutKrw: 0 },
  ...{ account: null, due: [] },
};

describe('a seller’s money', () => {
  let api: ApiUnderTest;
  let seller: { userId: string; token: string };
  before(async () => {
    api = await startApi();
  });
  beforeEach(async () => {
    seller = await addPersonWithPassword(api.deps);
  });
  after(() => api.end());

  const read = async (query = '', { token } = seller) => {
    const { body } = await api.call('GET', `/users/me/settlement${query}`, { token });
    return getMySettlement.reply.parse(body);
  };
  const setAccount = (account: object) =>
    api.call('POST', '/users/me/payout-account', {
      ...{ token: seller.token, body: { ...account, password: KNOWN_PASSWORD } },
    });

  /** An order that is paid for at `nowMs`, and confirmed unless told otherwise. */
  async function sale(nowMs: number, amountKrw: number, isReceived = true) {
    const { db } = api.deps;
    const order = await openTestOrder(db, { sellerId: seller.userId, amountKrw, nowMs });
    const { orderId } = order;
    await db
      .update(auctions)
      .set({ title: `시계 ${nowMs}` })
      .where(eq(auctions.auctionId, order.auctionId));
    const tossOrderId = await payFor(db, orderId, nowMs);
    if (isReceived) {
      await db.transaction(async (tx) => {
        await mustMove(tx, orderId, 'ship', { actor: 'seller', reason: 'a test', nowMs });
        await mustMove(tx, orderId, 'receive', { actor: 'buyer', reason: 'a test', nowMs });
      });
    }
    return { orderId, tossOrderId };
  }

  /** What pay-out-sellers does, to the account that the seller has at the time. */
  async function payOut(orderId: string, amountKrw: number, nowMs: number): Promise<void> {
    const { userId: sellerId } = seller;
    await api.deps.db.transaction(async (tx) => {
      const account = (await read()).account ?? someBankAccount;
      const row = { payoutId: `p-${orderId}`, orderId, sellerId, amountKrw, createdAtMs: nowMs };
      await tx.insert(payouts).values({ ...row, ...account });
      const journal = { journalKey: `payout:${orderId}`, kind: 'payout' as const, orderId, nowMs };
      await postJournal(tx, { ...journal, lines: payoutLines(sellerId, amountKrw) });
      await mustMove(tx, orderId, 'pay-out', { actor: 'system', reason: 'a test', nowMs });
    });
  }

  it('is nothing for who has sold nothing', async () => {
    expect(await read()).to.deep.equal(NOTHING);
  });

  it('is told as owed, due and paid out, with every movement, the newest first', async () => {
    const first = await sale(1_000, 100_000);
    const second = await sale(2_000, 40_000);
    const third = await sale(3_000, 9_999, false);
    await giveBack(api.deps.db, { ...first, refundKrw: 10_000, nowMs: 4_000 });
    await payOut(second.orderId, 38_000, 5_000);
    const told = await read();
    expect(told).to.include({ balanceKrw: 85_500 + 9_500, dueKrw: 85_500, paidOutKrw: 38_000 });
    const of = (nowMs: number, { orderId }: { orderId: string }) => ({
      ...{ orderId, title: `시계 ${nowMs}` },
    });
    expect(told.items).to.deep.equal([
      { ...of(2_000, second), kind: 'payout', amountKrw: -38_000, feeKrw: null, bookedAtMs: 5_000 },
      { ...of(1_000, first), kind: 'refund', amountKrw: -9_500, feeKrw: null, bookedAtMs: 4_000 },
      { ...of(3_000, third), kind: 'sale', amountKrw: 9_500, feeKrw: 499, bookedAtMs: 3_000 },
      { ...of(2_000, second), kind: 'sale', amountKrw: 38_000, feeKrw: 2_000, bookedAtMs: 2_000 },
      { ...of(1_000, first), kind: 'sale', amountKrw: 95_000, feeKrw: 5_000, bookedAtMs: 1_000 },
    ]);
    expect(told.nextCursor).to.equal(null);
  });

  it('comes in pages that go on where the one before ended', async () => {
    for (const nowMs of [1_000, 1_000, 2_000]) await sale(nowMs, nowMs);
    const first = await read('?limit=2');
    expect(first.items).to.have.length(2);
    const second = await read(`?limit=2&cursor=${first.nextCursor}`);
    expect(second.nextCursor).to.equal(null);
    const ids = [...first.items, ...second.items].map(({ orderId }) => orderId);
    expect(new Set(ids).size).to.equal(3);
    const { body } = await api.call('GET', '/users/me/settlement?cursor=x', seller);
    expect(body.code).to.equal('INVALID_REQUEST');
  });

  it('says why what is due has not gone out', async () => {
    const { orderId, tossOrderId } = await sale(1_000, 100_000);
    const due = { orderId, title: '시계 1000', amountKrw: 95_000 };
    expect((await read()).due).to.deep.equal([{ ...due, waitsFor: 'account' }]);
    await setAccount(someBankAccount);
    expect((await read()).due).to.deep.equal([{ ...due, waitsFor: null }]);
    const asked = { tossOrderId, amountKrw: 1, state: 'pending' as const };
    const refundId = await addRefund(api.deps.db, { orderId }, asked);
    expect((await read()).due).to.deep.equal([{ ...due, waitsFor: 'refund' }]);
    await api.deps.db.delete(refunds).where(eq(refunds.refundId, refundId));
    await payOut(orderId, 95_000, 2_000);
    expect((await read()).due).to.deep.equal([]);
  });

  it('is nobody else’s to see', async () => {
    await sale(1_000, 100_000);
    await setAccount(someBankAccount);
    expect(await read('', await addPersonWithToken(api.deps))).to.deep.equal(NOTHING);
    const { body } = await api.call('GET', '/users/me/settlement');
    expect(body.code).to.equal('UNAUTHENTICATED');
  });

  it('goes to the account there is at the time, and what has gone out stays there', async () => {
    await setAccount(someBankAccount);
    const { orderId } = await sale(1_000, 100_000);
    await payOut(orderId, 95_000, 2_000);
    const other = { ...someBankAccount, bank: '20', accountNumber: '9876543210' };
    await setAccount(other);
    expect((await read()).account).to.deep.equal(other);
    const [payout] = await api.deps.db.select().from(payouts).where(eq(payouts.orderId, orderId));
    expect(payout).to.include(someBankAccount);
  });

  describe('once it was paid out', () => {
    it('is listed for operators, the newest first, in pages, and who looked is noted', async () => {
      const operator = await addPersonWithToken(api.deps, 'ADMIN');
      // So far ahead that nothing of another test is as new.
      const laterMs = Date.now() + 1_000_000;
      const sales = [await sale(1_000, 100_000), await sale(2_000, 50_000)];
      await setAccount(someBankAccount);
      for (const [index, { orderId }] of sales.entries()) {
        await payOut(orderId, index === 0 ? 95_000 : 47_500, laterMs + index);
      }
      const list = async (query: string) => {
        const { token } = operator;
        const { body } = await api.call('GET', `/operator/payouts?limit=1${query}`, { token });
        return listPayouts.reply.parse(body);
      };
      const first = await list('');
      const second = await list(`&cursor=${first.nextCursor}`);
      const sellerNickname = seller.userId.slice(0, 18);
      expect([...first.items, ...second.items]).to.deep.equal(
        [1, 0].map((index) => ({
          ...someBankAccount,
          ...{ payoutId: `p-${sales[index]?.orderId}`, orderId: sales[index]?.orderId },
          ...{ sellerNickname, amountKrw: index === 0 ? 95_000 : 47_500 },
          createdAtMs: laterMs + index,
        })),
      );
      const noted = { operatorId: operator.userId, count: 1 };
      expect(api.log.events).to.deep.include({ event: 'payouts.listed', facts: noted });
      for (const { orderId } of sales) {
        await api.deps.db.delete(payouts).where(eq(payouts.orderId, orderId));
        await api.deps.db.delete(orders).where(eq(orders.orderId, orderId));
      }
    });

    it('is listed for nobody else', async () => {
      const { body } = await api.call('GET', '/operator/payouts', { token: seller.token });
      expect(body.code).to.equal('FORBIDDEN');
      expect((await api.call('GET', '/operator/payouts')).body.code).to.equal('UNAUTHENTICATED');
    });
  });
});
