import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { ne } from 'drizzle-orm';
import { Cluster } from 'ioredis';
import { judgeOutages, judgeWatch } from '@sagopalgo/core/mysql/outage-schema.ts';
import { auctionKeys, DOUBTED_KEY } from '@sagopalgo/core/redis/keys.ts';
import { isWithin, readSlots } from '@sagopalgo/core/redis/slot-ranges.ts';
import { slotOf } from '@sagopalgo/core/redis/slots.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { AuctionRow } from '@sagopalgo/core/testing/connections.ts';
import { askRedis } from '../services/ask-redis.ts';
import { startRedisCluster } from '../services/redis-cluster.ts';
import type { ClusterMaster, RedisCluster } from '../services/redis-cluster.ts';
import { auctionRow } from './auction-row.ts';
import { ownSystemOrSkip } from './kill-system.ts';
import type { ApiPart, KillSystem } from './kill-system.ts';
import { crowd } from './people.ts';
import type { Caller } from './people.ts';
import { newBid, send } from './rush.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** The judge was away for almost as long as the rule lets pass: what a test can wait for makes the difference. */
const BEFORE_MS = 59 * SECOND_MS;
const BEFORE_ID = 'before';
const AWAY_MS = 9 * SECOND_MS;
const CLOSES_AFTER_MS = 4 * SECOND_MS;
/** A master that hangs costs one time-out of a command, and the keeper a moment. */
const SETTLED_WITHIN_MS = 3 * SECOND_MS;
/** One that has hung for longer than a time-out is no longer waited for. */
const AT_ONCE_MS = 1_000;
/** The watch looks every second. */
const EXACT_TO_MS = 2_500;

describe('a master of a cluster that is away', function lostMaster() {
  this.timeout(180_000);
  let system: KillSystem<RedisCluster>;
  let api: ApiPart;
  let someone: Caller | undefined;
  before(async function start() {
    system = await ownSystemOrSkip(this, startRedisCluster);
    const endedAtMs = Date.now();
    await system.db.insert(judgeOutages).values({
      ...{ outageId: BEFORE_ID, startedAtMs: endedAtMs - BEFORE_MS, endedAtMs },
    });
    await system.startKeeper();
    api = await system.startApi();
    [someone] = await crowd(system, 1);
    await eventually(async () => {
      const seen = await system.db.select().from(judgeWatch);
      return seen.filter(({ masters }) => masters !== null).length === system.store.masters.length;
    });
  });
  after(() => system?.end());

  const portOf = (key: string) => {
    if (!(system.redis instanceof Cluster)) throw new Error('not on a cluster');
    return Number(system.redis.slots[slotOf(key)]?.[0]?.split(':')[1]);
  };
  const idOn = (isHere: (port: number) => boolean): string => {
    for (;;) {
      const auctionId = randomUUID();
      if (isHere(portOf(auctionKeys(auctionId).state))) return auctionId;
    }
  };
  const rowOf = (auctionId: string) => auctionRow(system.db, auctionId);
  const seen = () =>
    system.db.select().from(judgeOutages).where(ne(judgeOutages.outageId, BEFORE_ID));
  const bidOn = async (auctionId: string) => {
    if (!someone) throw new Error('nobody is there');
    return (await send(api.url, newBid(someone, auctionId, 1000))).outcome;
  };

  const concernsItsAuctions = async (
    lost: ClusterMaster,
    goAway: () => Promise<() => Promise<void> | void>,
  ) => {
    const list = async (isLost: boolean, closesInMs: number, given: Partial<AuctionRow> = {}) => {
      const auctionId = idOn((port) => (port === lost.port) === isLost);
      return await system.list({ auctionId, closesAtMs: Date.now() + closesInMs, ...given });
    };
    const [due, later] = [await list(true, CLOSES_AFTER_MS), await list(true, 2 * MINUTE_MS)];
    const soundLater = await list(false, 2 * MINUTE_MS);
    // Since its opening nothing has happened to its master.
    const sound = await list(false, CLOSES_AFTER_MS, { opensAtMs: Date.now() });
    const comeBack = await goAway();
    const awayAtMs = Date.now();
    expect(await bidOn(sound.auctionId)).to.include({ status: 201 });
    const { settledAtMs } = await eventually(async () => {
      const row = await rowOf(sound.auctionId);
      return row.settledAtMs !== null && row;
    }, CLOSES_AFTER_MS + SETTLED_WITHIN_MS);
    expect((settledAtMs ?? Infinity) - sound.closesAtMs).to.be.below(SETTLED_WITHIN_MS);
    expect(await bidOn(soundLater.auctionId)).to.include({ status: 201 });
    const refused = await bidOn(later.auctionId);
    expect(refused.status).to.equal(503);
    expect(refused.tookMs).to.be.below(AT_ONCE_MS);
    await pause(awayAtMs + AWAY_MS - Date.now());
    expect((await rowOf(due.auctionId)).state).to.equal('scheduled');
    await comeBack();
    const backAtMs = Date.now();
    for (const { auctionId } of [due, later]) {
      const moved = await eventually(async () => {
        const row = await rowOf(auctionId);
        return row.moved === 'outage' && row;
      });
      expect(moved.closesAtMs).to.be.closeTo(backAtMs + 10 * MINUTE_MS, EXACT_TO_MS);
    }
    await eventually(async () => (await bidOn(due.auctionId)).status === 201);
    expect(await rowOf(sound.auctionId)).to.include({ state: 'sold', moved: null });
    expect(await rowOf(soundLater.auctionId)).to.include({ state: 'scheduled', moved: null });
    const [outage, ...more] = await seen();
    expect(more).to.deep.equal([]);
    expect(outage?.startedAtMs).to.be.closeTo(awayAtMs, EXACT_TO_MS);
    expect(outage?.endedAtMs).to.be.closeTo(backAtMs, EXACT_TO_MS);
    const concerned = readSlots(outage?.slots ?? null);
    const isConcerned = ({ auctionId }: { auctionId: string }) =>
      isWithin(concerned, slotOf(auctionKeys(auctionId).state));
    expect([due, later, sound, soundLater].map(isConcerned)).to.deep.equal([
      ...[true, true, false, false],
    ]);
  };

  afterEach(() => system.db.delete(judgeOutages).where(ne(judgeOutages.outageId, BEFORE_ID)));

  it('stops its own auctions alone when it hangs, though it is the one that is told of lost bids', async () => {
    const doubted = portOf(DOUBTED_KEY);
    const lost = system.store.masters.find(({ port }) => port === doubted);
    if (!lost) throw new Error('nobody has the doubts');
    await concernsItsAuctions(lost, async () => lost.freeze());
  });

  it('stops its own auctions alone when it is killed', async () => {
    const doubted = portOf(DOUBTED_KEY);
    const lost = system.store.masters.find(({ port }) => port !== doubted);
    if (!lost) throw new Error('there is one master only');
    await concernsItsAuctions(lost, async () => {
      await lost.kill();
      return () => lost.restart();
    });
  });

  it('stops everybody where the cluster takes no bids without it', async () => {
    const { masters } = system.store;
    for (const { url } of masters) {
      await askRedis(url, (redis) => redis.config('SET', 'cluster-require-full-coverage', 'yes'));
      await askRedis(url, (redis) => redis.config('SET', 'cluster-node-timeout', SECOND_MS));
    }
    const everywhere = await Promise.all(
      masters.map(({ port }) => {
        const auctionId = idOn((here) => here === port);
        return system.list({ auctionId, closesAtMs: Date.now() + 2 * MINUTE_MS });
      }),
    );
    await masters[0]?.kill();
    for (const { auctionId } of everywhere) {
      await eventually(async () => (await bidOn(auctionId)).status === 503);
    }
    await pause(AWAY_MS);
    await masters[0]?.restart();
    for (const { auctionId } of everywhere) {
      await eventually(async () => (await rowOf(auctionId)).moved === 'outage');
    }
    const kept = (await seen()).map(({ slots }) => slots);
    expect(new Set(kept).size).to.equal(masters.length);
    expect(kept).to.have.length(masters.length);
  });
});
