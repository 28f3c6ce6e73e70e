import { eq, like } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { openLambdaConnections } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { openAuctions } from './open-auctions.ts';

const STEP_AUCTIONS = 500;

describe('opening the day', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  after(() => connections.end());

  const stateOf = async (auctionId: string) => {
    const found = connections.db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
    return (await found)[0]?.state;
  };

  it('marks what has opened as live, leaves what has not, and sees to Redis', async () => {
    const due = await addAuction(connections.db);
    const coming = await addAuction(connections.db, { opensAtMs: Date.now() + 60_000 });
    const over = await addAuction(connections.db, { closesAtMs: Date.now() - 1 });
    await Promise.all([openAuctions(connections), openAuctions(connections)]);
    expect(await stateOf(due.auctionId)).to.equal('live');
    expect(await stateOf(coming.auctionId)).to.equal('scheduled');
    expect(await stateOf(over.auctionId)).to.equal('scheduled');
    const ids = [due.auctionId, coming.auctionId];
    const { states } = await readLive(connections.redis, ids);
    expect(states.get(due.auctionId)).to.include({ state: 'live' });
    expect(states.get(coming.auctionId)).to.include({ state: 'coming' });
    expect(await openAuctions(connections)).to.deep.equal({ opened: 0, restored: 0 });
  });

  it('opens a great sale in steps, each a statement of its own', async () => {
    const { db } = connections;
    const row = await addAuction(db, { state: 'live' });
    const rows = Array.from({ length: STEP_AUCTIONS + 1 }, (_, number) => ({
      ...row,
      ...{ auctionId: `${row.auctionId.slice(0, 8)}-${number}`, listingId: null },
      state: 'scheduled' as const,
    }));
    await db.insert(auctions).values(rows);
    let updates = 0;
    const update: typeof db.update = (table) => {
      updates += 1;
      return db.update(table);
    };
    const counted = Object.assign(Object.create(db) as typeof db, { update });
    const { opened } = await openAuctions({ ...connections, db: counted });
    expect(opened).to.equal(rows.length);
    expect(updates).to.be.at.least(2);
    for (const { auctionId } of rows.slice(-2)) expect(await stateOf(auctionId)).to.equal('live');
    // Other tests look at what is live.
    await db.delete(auctions).where(like(auctions.auctionId, `${row.auctionId.slice(0, 8)}-%`));
  });
});
