import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { searchOutbox, viewBatches } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { viewKeys } from '@sagopalgo/core/redis/keys.ts';
import { countView, dropViews, takeViews, viewShardOf } from '@sagopalgo/core/redis/view-counts.ts';
import type { ViewBatch } from '@sagopalgo/core/redis/view-counts.ts';
import { URGENCY } from '@sagopalgo/core/search/mark-changed.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { endLambdaConnections } from '../connections.ts';
import { openLambdaConnections, rowOf } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { handler } from './handler.ts';
import { writeBatch, writeViews } from './write-views.ts';

const DAY_MS = 86_400_000;

describe('writing views down', () => {
  let connections: LambdaTestConnections;
  let auctionId: string;
  let shard: number;
  before(async () => {
    connections = await openLambdaConnections();
    await writeViews(connections);
  });
  after(async () => {
    await endLambdaConnections();
    await connections.end();
  });
  beforeEach(async () => {
    ({ auctionId } = await addAuction(connections.db));
    shard = viewShardOf(auctionId);
  });

  async function look(times: number, at = auctionId): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      await countView(connections.redis, at, randomUUID());
    }
  }
  const recorded = async (id = auctionId) => (await rowOf(connections, id)).viewCount;
  async function take(): Promise<ViewBatch> {
    const batch = await takeViews(connections.redis, shard);
    if (!batch) throw new Error('nothing was counted');
    return batch;
  }

  it('adds what was counted, of every auction, once', async () => {
    const others = await Promise.all(
      Array.from({ length: 150 }, () => addAuction(connections.db, { viewCount: 7 })),
    );
    await look(3);
    for (const other of others) await look(1, other.auctionId);
    expect(await writeViews(connections)).to.deep.equal({ views: 153 });
    expect(await recorded()).to.equal(3);
    for (const other of others) expect(await recorded(other.auctionId)).to.equal(8);
    expect(await writeViews(connections)).to.deep.equal({ views: 0 });
    await look(2);
    await writeViews(connections);
    expect(await recorded()).to.equal(5);
  });

  it('has the index follow the first views, and then those that make a difference', async () => {
    const isMarked = async () => {
      const ofIt = eq(searchOutbox.auctionId, auctionId);
      const [mark] = await connections.db.select().from(searchOutbox).where(ofIt);
      await connections.db.delete(searchOutbox).where(ofIt);
      if (mark) expect(mark.urgency).to.equal(URGENCY.backlog);
      return mark !== undefined;
    };
    await look(1);
    await writeViews(connections);
    expect(await isMarked()).to.equal(true);
    await connections.db
      .update(auctions)
      .set({ viewCount: 1_000 })
      .where(eq(auctions.auctionId, auctionId));
    await look(1);
    await writeViews(connections);
    expect(await isMarked()).to.equal(false);
    const batch = { batchId: randomUUID(), views: new Map([[auctionId, 300]]) };
    await writeBatch(connections, batch);
    expect(await isMarked()).to.equal(true);
    expect(await writeBatch(connections, batch)).to.equal(0);
    expect(await isMarked()).to.equal(false);
  });

  it('goes on with a batch at the step where a run died', async () => {
    const others = await Promise.all(Array.from({ length: 101 }, () => addAuction(connections.db)));
    const ids = others.map((other) => other.auctionId).toSorted();
    const views = new Map(ids.map((id) => [id, 1]));
    const batch = { batchId: randomUUID(), views };
    const cut = new Map([...views].with(-1, [ids.at(-1) ?? '', Number.NaN]));
    await writeBatch(connections, { ...batch, views: cut }).catch(() => undefined);
    expect(await recorded(ids[0])).to.equal(1);
    expect(await recorded(ids.at(-1))).to.equal(0);
    expect(await writeBatch(connections, batch)).to.equal(1);
    expect(await recorded(ids[0])).to.equal(1);
    expect(await recorded(ids.at(-1))).to.equal(1);
  });

  it('writes what a run took that died before it wrote', async () => {
    await look(2);
    await take();
    await look(1);
    await writeViews(connections);
    expect(await recorded()).to.equal(3);
  });

  it('does not write again what a run wrote that died before it said so', async () => {
    await look(2);
    expect(await writeBatch(connections, await take())).to.equal(2);
    await look(1);
    await writeViews(connections);
    expect(await recorded()).to.equal(3);
  });

  it('takes nothing for written whose transaction failed', async () => {
    await look(2);
    const batch = await take();
    const unfit = new Map([...batch.views, ['no-such-auction', Number.NaN]]);
    const failure = await writeBatch(connections, { ...batch, views: unfit }).catch(
      (error: unknown) => error,
    );
    expect(failure).to.be.an('error');
    expect(await recorded()).to.equal(0);
    await writeViews(connections);
    expect(await recorded()).to.equal(2);
  });

  it('is not confused by a run that was asleep meanwhile', async () => {
    await look(2);
    const asleep = await take();
    await writeViews(connections);
    await look(1);
    const next = await take();
    expect(await writeBatch(connections, asleep)).to.equal(0);
    await dropViews(connections.redis, shard, asleep.batchId);
    expect(await take()).to.deep.equal(next);
    await writeViews(connections);
    expect(await recorded()).to.equal(3);
  });

  it('is right when two runs go on at once while people look', async () => {
    for (let round = 0; round < 5; round += 1) {
      await Promise.all([writeViews(connections), look(10), writeViews(connections)]);
    }
    await writeViews(connections);
    expect(await recorded()).to.equal(50);
  });

  it('tries every shard, and throws what failed in one to be tried again', async () => {
    const other = await auctionOfAnotherShard();
    const { counted } = viewKeys(shard);
    await look(1, other);
    await connections.redis.set(counted, 'no hash');
    const failure = await writeViews(connections).catch((error: unknown) => error);
    await connections.redis.del(counted);
    expect(failure).to.be.instanceOf(AggregateError);
    expect(await recorded(other)).to.equal(1);
  });

  async function auctionOfAnotherShard(): Promise<string> {
    for (let tries = 0; tries < 100; tries += 1) {
      const { auctionId: other } = await addAuction(connections.db);
      if (viewShardOf(other) !== shard) return other;
    }
    throw new Error('all auctions are of one shard');
  }

  it('writes what is left of auctions that were deleted to nothing, and forgets old batches', async () => {
    const old = { batchId: randomUUID(), writtenAtMs: Date.now() - DAY_MS - 1 };
    const recent = { batchId: randomUUID(), writtenAtMs: Date.now() - DAY_MS + 60_000 };
    await connections.db.insert(viewBatches).values([old, recent]);
    await look(2);
    await connections.db.delete(auctions).where(eq(auctions.auctionId, auctionId));
    await writeViews(connections);
    const known = await connections.db.select().from(viewBatches);
    const ids = known.map(({ batchId }) => batchId);
    expect(ids).to.include(recent.batchId).and.not.include(old.batchId);
  });

  it('is woken by its schedule', async () => {
    await look(1);
    await handler();
    expect(await recorded()).to.equal(1);
  });
});
