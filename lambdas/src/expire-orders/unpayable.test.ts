import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import {
  offers,
  orders,
  paymentDefaults,
  secondChanceConsents,
} from '@sagopalgo/core/mysql/till-schema.ts';
import type { AuctionRow } from '@sagopalgo/core/testing/connections.ts';
import { addUnpaidAuction } from '@sagopalgo/core/testing/unpaid-auction.ts';
import { orderFaults } from '../record-bids/compare/order-faults.ts';
import { readRecord } from '../record-bids/compare/read-record.ts';
import { openLambdaConnections } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { expireOrders } from './expire-orders.ts';

const MOST_KRW = 1_000_000_000;

describe('what was won at a price that nobody can pay', () => {
  let connections: LambdaTestConnections;
  let db: LambdaTestConnections['db'];
  before(async () => {
    connections = await openLambdaConnections();
    ({ db } = connections);
  });
  after(() => connections.end());
  // What other tests have left open or due would be swept as well.
  beforeEach(async () => {
    await db.delete(orders);
    await db.delete(offers);
  });

  /** Won by the last, and wanted by whoever came before. */
  async function wanted(maximaKrw: number[], auction: Partial<AuctionRow> = {}): Promise<string> {
    const { auctionId, bidderIds } = await addUnpaidAuction(db, maximaKrw, { auction });
    const bidderId = bidderIds.at(-2) ?? '';
    const consent = { auctionId, bidderId, isGiven: true, changedAtMs: 1 };
    await db.insert(secondChanceConsents).values(consent);
    return auctionId;
  }

  const defaultsOf = (auctionId: string) =>
    db.$count(paymentDefaults, eq(paymentDefaults.auctionId, auctionId));
  const offeredKrw = async (auctionId: string) => {
    const found = await db.select().from(offers).where(eq(offers.auctionId, auctionId));
    return found.map(({ amountKrw }) => amountKrw);
  };
  async function faultsOf(auctionId: string): Promise<string[]> {
    const record = await readRecord(db, auctionId);
    if (!record) throw new Error('there is no record');
    return orderFaults(record);
  }

  it('counts against nobody where it is too little, and is offered to nobody', async () => {
    const cheap = { steps: [[0, 1]] as AuctionRow['steps'] };
    const little = await wanted([30, 99], { ...cheap, startKrw: 10 });
    const enough = await wanted([100, 100], { ...cheap, startKrw: 100 });
    expect(await expireOrders(connections)).to.include({ expired: 2, offered: 1, returned: 1 });
    expect([await defaultsOf(little), await offeredKrw(little)]).to.deep.equal([0, []]);
    expect([await defaultsOf(enough), await offeredKrw(enough)]).to.deep.equal([1, [100]]);
    expect(await faultsOf(little)).to.deep.equal([]);
    expect(await faultsOf(enough)).to.deep.equal([]);
  });

  it('counts against whoever named too much, and is offered to nobody above the most', async () => {
    const stillTooMuch = await wanted([MOST_KRW, MOST_KRW * 1.5, MOST_KRW * 2]);
    const most = await wanted([MOST_KRW - 100, MOST_KRW * 1.5, MOST_KRW * 2]);
    expect(await expireOrders(connections)).to.include({ expired: 2, offered: 1, returned: 1 });
    expect([await defaultsOf(stillTooMuch), await defaultsOf(most)]).to.deep.equal([1, 1]);
    expect(await faultsOf(most)).to.deep.equal([]);
    expect(await offeredKrw(stillTooMuch)).to.deep.equal([]);
    expect(await offeredKrw(most)).to.deep.equal([MOST_KRW]);
  });
});
