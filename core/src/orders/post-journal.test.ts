import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import type { Tx } from '../mysql/connect.ts';
import { ledgerEntries, orderEvents } from '../mysql/till-schema.ts';
import { payoutLines, saleLines } from '../rules/journals.ts';
import { openTestOrder } from '../testing/booked-orders.ts';
import { openTestConnections } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import { writeOrderEvent } from './move-order.ts';
import type { OrderRow } from './move-order.ts';
import { isPosted, postJournal } from './post-journal.ts';
import type { Journal } from './post-journal.ts';

describe('booking a journal', () => {
  let connections: TestConnections;
  let order: OrderRow;
  before(async () => {
    connections = await openTestConnections();
  });
  beforeEach(async () => {
    order = await openTestOrder(connections.db);
  });
  after(() => connections.end());

  const sale = (given: Partial<Journal> = {}): Journal => ({
    ...{ journalKey: `sale:${order.orderId}`, kind: 'sale', orderId: order.orderId },
    ...{ lines: saleLines(order), nowMs: 5 },
    ...given,
  });
  const book = (journal: Journal) => connections.db.transaction((tx) => postJournal(tx, journal));
  const rows = () =>
    connections.db.select().from(ledgerEntries).where(eq(ledgerEntries.orderId, order.orderId));
  const eventsOf = async () => {
    const found = connections.db
      .select()
      .from(orderEvents)
      .where(eq(orderEvents.orderId, order.orderId));
    return (await found).map(({ event }) => event);
  };
  const note = (tx: Tx, event: string) =>
    writeOrderEvent(tx, {
      ...{ orderId: order.orderId, event, from: order.state, to: order.state },
      ...{ actor: 'system', reason: 'a test', nowMs: 5 },
    });

  it('keeps every line with its place, and books it once', async () => {
    expect(await isPosted(connections.db, sale().journalKey)).to.equal(false);
    expect(await book(sale())).to.equal(true);
    expect(await book(sale({ lines: payoutLines('other', 7) }))).to.equal(false);
    expect(await isPosted(connections.db, sale().journalKey)).to.equal(true);
    const booked = await rows();
    expect(booked.map(({ line, account, amountKrw }) => [line, account, amountKrw])).to.deep.equal([
      [0, 'cash', 100_000],
      [1, `seller:${order.sellerId}`, -95_000],
      [2, 'fees', -5_000],
    ]);
    expect(booked[0]).to.include({ kind: 'sale', bookedAtMs: 5, journalKey: sale().journalKey });
  });

  it('refuses what does not add up to nothing, and what is of no order', async () => {
    const [line, other] = payoutLines(order.sellerId, 7);
    if (!line || !other) throw new Error('a payout has two lines');
    for (const lines of [[], [line], [line, { ...other, amountKrw: -6 }]]) {
      const refused = await book(sale({ lines })).catch((error: unknown) => error);
      expect(refused).to.be.instanceOf(Error).with.property('message').that.includes('add up to');
    }
    const strange = await book(sale({ orderId: 'none' })).catch((error: unknown) => error);
    expect(strange).to.be.instanceOf(Error).with.property('message').that.includes('of no order');
    expect(await rows()).to.deep.equal([]);
  });

  it('books once where many do at once, and lets all of them do the rest of their work', async () => {
    const once = (index: number) =>
      connections.db.transaction(async (tx) => {
        // All have begun to read before any has booked.
        await tx.$count(ledgerEntries, eq(ledgerEntries.orderId, order.orderId));
        const isNew = await postJournal(tx, sale());
        await note(tx, `worker-${index}`);
        return isNew;
      });
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => once(index)));
    expect(answers.filter(Boolean)).to.have.length(1);
    expect(await rows()).to.have.length(3);
    expect(await eventsOf()).to.have.length(6);
  });

  it('books after all where the other one lets its transaction go', async () => {
    const failing = connections.db.transaction(async (tx) => {
      await postJournal(tx, sale());
      await note(tx, 'lost');
      throw new Error('on purpose');
    });
    const [, ...others] = await Promise.all([
      failing.catch((error: unknown) => error),
      book(sale()),
      book(sale()),
    ]);
    expect(others.filter(Boolean)).to.have.length(1);
    expect(await rows()).to.have.length(3);
    expect(await eventsOf()).to.deep.equal([]);
  });
});
