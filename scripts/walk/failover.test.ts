import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { judgeWatch } from '@sagopalgo/core/mysql/outage-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { Part } from '../local/part.ts';
import { auctionRow } from './auction-row.ts';
import { ownSystemOrSkip } from './kill-system.ts';
import type { ApiPart, KillSystem } from './kill-system.ts';
import { crowd } from './people.ts';
import type { Caller } from './people.ts';
import { ReplicatedRedis } from './replicated-redis.ts';
import { newBid, send } from './rush.ts';

/** A replica that has been running for longer than what is waited after a start. */
const LONG_MS = 11_000;

describe('a failover to a replica that lacks an acknowledged bid', function failover() {
  this.timeout(180_000);
  let system: KillSystem<ReplicatedRedis>;
  let keeper: Part;
  let api: ApiPart;
  let bidders: Caller[];
  before(async function start() {
    system = await ownSystemOrSkip(this, (dataDir) => ReplicatedRedis.start(dataDir));
    keeper = await system.startKeeper();
    api = await system.startApi();
    bidders = await crowd(system, 2);
  });
  after(() => system?.end());

  const rowOf = (auctionId: string) => auctionRow(system.db, auctionId);
  const watched = async () => (await system.db.select().from(judgeWatch))[0];
  const bid = async (index: number, auctionId: string, amountKrw: number) => {
    const bidder = bidders[index];
    if (!bidder) throw new Error(`nobody at ${index}`);
    const { outcome } = await send(api.url, newBid(bidder, auctionId, amountKrw));
    if (!('answer' in outcome)) throw new Error(`refused: ${JSON.stringify(outcome)}`);
    return outcome.answer;
  };
  const endNow = async (auctionId: string) => {
    const closesAtMs = Date.now() - 1;
    await system.redis.hset(auctionKeys(auctionId).state, 'closesAtMs', closesAtMs);
    await system.db.update(auctions).set({ closesAtMs }).where(eq(auctions.auctionId, auctionId));
  };

  it('is waited for like a restart: doubts come in, and nothing false is settled', async () => {
    const { auctionId } = await system.list();
    const sound = (await system.list()).auctionId;
    await bid(0, auctionId, 1000);
    await bid(1, sound, 1000);
    await eventually(async () => (await rowOf(auctionId)).recordedSeq === 1);
    await eventually(async () => (await rowOf(sound)).recordedSeq === 1);
    await system.store.untilReplicaRuns(LONG_MS);
    const before = await watched();
    await system.store.cutOff();
    // Nobody records it, so that it is in the lost master alone.
    await keeper.kill();
    expect(await bid(1, auctionId, 1100)).to.include({ outcome: 'leading', seq: 2 });
    system.store.failOver();
    const overAtMs = Date.now();
    await eventually(() => system.redis.ping().catch(() => null));
    await endNow(auctionId);
    await endNow(sound);
    keeper = await system.startKeeper();
    await eventually(async () => (await rowOf(auctionId)).interruptedAtMs !== null);
    expect(await rowOf(auctionId)).to.include({ state: 'scheduled' });
    expect(await system.db.$count(orders, eq(orders.auctionId, auctionId))).to.equal(0);
    const after = await watched();
    expect(after?.masters).to.be.a('string').that.does.not.equal(before?.masters);
    expect(after?.mastersSinceMs).to.be.at.least(overAtMs);
    const settledAtMs = await eventually(async () => (await rowOf(sound)).settledAtMs, 30_000);
    expect(settledAtMs - (after?.mastersSinceMs ?? 0)).to.be.at.least(10_000);
    expect(await rowOf(sound)).to.include({ state: 'sold', interruptedAtMs: null });
    expect(await rowOf(auctionId)).to.include({ state: 'scheduled' });
  });
});
