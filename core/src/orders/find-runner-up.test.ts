import { eq, sql } from 'drizzle-orm';
import { expect } from 'chai';
import type { Db, Tx } from '../mysql/connect.ts';
import { auctions, users } from '../mysql/schema.ts';
import { secondChanceConsents } from '../mysql/till-schema.ts';
import { DEFAULT_TERMS } from '../rules/till-terms.ts';
import { openTestOrder, payFor } from '../testing/booked-orders.ts';
import { addUser } from '../testing/connections.ts';
import { openOwnDatabase } from '../testing/own-database.ts';
import type { OwnDatabase } from '../testing/own-database.ts';
import { addUnpaidAuction } from '../testing/unpaid-auction.ts';
import { findRunnerUp } from './find-runner-up.ts';

describe('who is asked next, above the amount for which one has to be proven', () => {
  let own: OwnDatabase;
  let db: Db;
  before(async () => {
    own = await openOwnDatabase();
    ({ db } = own);
  });
  after(() => own.end());

  /** An auction that the last of three or more has won; the others want a second chance. */
  async function unpaid(maximaKrw = [2000, 3000, 9000]) {
    const bidderIds = await Promise.all(maximaKrw.map(() => addUser(db)));
    const { auctionId } = await addUnpaidAuction(db, maximaKrw, { bidderIds });
    for (const bidderId of bidderIds.slice(0, -1)) {
      const consent = { auctionId, bidderId, isGiven: true, changedAtMs: 1 };
      await db.insert(secondChanceConsents).values(consent);
    }
    const [auction] = await db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
    if (!auction) throw new Error('there is no auction');
    const [lower = '', higher = ''] = bidderIds;
    const find = (tx: Tx, provenAboveKrw: number | null) =>
      findRunnerUp(tx, auction, { terms: { ...DEFAULT_TERMS, provenAboveKrw }, nowMs: 1 });
    const next = (provenAboveKrw: number | null) =>
      db.transaction((tx) => find(tx, provenAboveKrw));
    /** How many statements it takes. */
    const effort = (provenAboveKrw: number | null) =>
      db.transaction(async (tx) => {
        const before = await statementsOf(tx);
        expect(await find(tx, provenAboveKrw)).to.equal(null);
        return (await statementsOf(tx)) - before;
      });
    return { lower, higher, next, effort };
  }

  it('is whoever may bid at the price, and nobody where none may', async () => {
    const { lower, higher, next } = await unpaid();
    expect(await next(null)).to.deep.equal({ bidderId: higher, amountKrw: 2100 });
    expect(await next(2100)).to.deep.equal({ bidderId: higher, amountKrw: 2100 });
    expect(await next(2099)).to.deep.equal({ bidderId: lower, amountKrw: 1000 });
    expect(await next(999)).to.equal(null);
  });

  it('is whoever has a verified e-mail and a paid order, however much it is', async () => {
    const { lower, higher, next } = await unpaid();
    const verified = { emailVerifiedAtMs: 1 };
    await db.update(users).set(verified).where(eq(users.userId, higher));
    expect(await next(2099)).to.deep.equal({ bidderId: lower, amountKrw: 1000 });
    const { orderId } = await openTestOrder(db, { buyerId: higher });
    await payFor(db, orderId);
    expect(await next(2099)).to.deep.equal({ bidderId: higher, amountKrw: 2100 });
  });

  it('is whoever comes next where nobody could pay what the first would have to', async () => {
    const { higher, next } = await unpaid([2000, 1_500_000_000, 1_600_000_000, 2_000_000_000]);
    expect(await next(null)).to.deep.equal({ bidderId: higher, amountKrw: 2100 });
  });

  it('is found by as many questions, however many are not proven', async () => {
    const two = await unpaid();
    const many = await unpaid([2000, 3000, 4000, 5000, 6000, 7000, 9000]);
    expect(await many.effort(999)).to.equal(await two.effort(999));
  });
});

async function statementsOf(tx: Tx): Promise<number> {
  const [rows] = await tx.execute(sql`SHOW SESSION STATUS LIKE 'Questions'`);
  const [row] = rows as unknown as { Value: string }[];
  return Number(row?.Value);
}
