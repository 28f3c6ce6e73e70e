import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { VIEW_SHARDS, viewKeys } from '@sagopalgo/core/redis/keys.ts';
import { viewShardOf } from '@sagopalgo/core/redis/view-counts.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { untilWaiting } from '@sagopalgo/core/testing/until-waiting.ts';
import type { Part } from '../local/part.ts';
import { killSystemOrSkip } from './kill-system.ts';
import type { ApiPart, KillSystem } from './kill-system.ts';
import { crowd } from './people.ts';
import type { Caller } from './people.ts';

/** Longer than any of this takes; it is called off. */
const PAUSED_MS = 30_000;

describe('a keeper killed while it writes views down', function killing() {
  this.timeout(120_000);
  let system: KillSystem;
  let apis: ApiPart[];
  let keeper: Part;
  let people: Caller[];
  before(async function start() {
    system = await killSystemOrSkip(this);
    apis = [await system.startApi(), await system.startApi()];
    keeper = await system.startKeeper();
    people = await crowd(system, 1000);
  });
  after(() => system?.end());

  async function look(auctionId: string, { token }: Caller, number: number): Promise<void> {
    const url = `${apis[number % apis.length]?.url}/api/v1/auctions/${auctionId}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`answered ${response.status}`);
  }
  const recorded = async (auctionId: string): Promise<number> => {
    const rows = await system.db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
    return Number(rows[0]?.viewCount);
  };
  /** What is written once nothing waits to be written any more. */
  async function written(auctionId: string): Promise<number> {
    const shards = Array.from({ length: VIEW_SHARDS }, (_, shard) => viewKeys(shard));
    const keys = shards.flatMap(({ counted, taken }) => [counted, taken]);
    await eventually(async () => (await system.redis.exists(...keys)) === 0, 20_000);
    return await recorded(auctionId);
  }
  /** Keeps everybody from writing to an auction until the function returned is called. */
  async function locked(auctionId: string): Promise<() => Promise<void>> {
    const isLocked = Promise.withResolvers<void>();
    const isReleased = Promise.withResolvers<void>();
    const holding = system.db.transaction(async (tx) => {
      await tx.select().from(auctions).where(eq(auctions.auctionId, auctionId)).for('update');
      isLocked.resolve();
      await isReleased.promise;
    });
    await isLocked.promise;
    return async () => {
      isReleased.resolve();
      await holding;
    };
  }

  it('loses and doubles none of 1,000 at once over two apis, though killed again and again', async () => {
    const { auctionId } = await system.list();
    const looks = Promise.all(people.map((person, at) => look(auctionId, person, at)));
    for (let kill = 0; kill < 3; kill += 1) {
      await keeper.kill();
      keeper = await system.startKeeper();
    }
    await looks;
    expect(await written(auctionId)).to.equal(1000);
    // Within the hour nobody counts again.
    await Promise.all(people.map((person, at) => look(auctionId, person, at + 1)));
    expect(await written(auctionId)).to.equal(1000);
  });

  it('loses none that it had taken and not yet written', async () => {
    const { auctionId } = await system.list();
    const release = await locked(auctionId);
    await Promise.all(people.slice(0, 20).map((person, at) => look(auctionId, person, at)));
    await untilWaiting(system.db);
    await keeper.kill();
    await release();
    expect(await recorded(auctionId)).to.equal(0);
    keeper = await system.startKeeper();
    expect(await written(auctionId)).to.equal(20);
  });

  it('doubles none that it had written and not yet let go of', async () => {
    const { auctionId } = await system.list();
    const release = await locked(auctionId);
    await Promise.all(people.slice(0, 20).map((person, at) => look(auctionId, person, at)));
    await untilWaiting(system.db);
    // Redis takes no more writes, so that the keeper waits to let go of the batch.
    await system.redis.call('CLIENT', 'PAUSE', PAUSED_MS, 'WRITE');
    await release();
    await eventually(async () => (await recorded(auctionId)) > 0);
    await keeper.kill();
    await system.redis.call('CLIENT', 'UNPAUSE');
    expect(await system.redis.exists(viewKeys(viewShardOf(auctionId)).taken)).to.equal(1);
    keeper = await system.startKeeper();
    expect(await written(auctionId)).to.equal(20);
  });
});
