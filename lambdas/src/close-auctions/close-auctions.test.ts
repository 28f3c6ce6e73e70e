import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { judgeOutages, judgeWatch } from '@sagopalgo/core/mysql/outage-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { writeDoubt } from '@sagopalgo/core/redis/doubts.ts';
import { auctionKeys, DOUBTED_KEY } from '@sagopalgo/core/redis/keys.ts';
import {
  beginLoading,
  endLoading,
  forgetLoaded,
  isLoaded,
} from '@sagopalgo/core/redis/loaded-marks.ts';
import { writeSlots } from '@sagopalgo/core/redis/slot-ranges.ts';
import { slotOf } from '@sagopalgo/core/redis/slots.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import {
  keepCopy,
  letTimeRunOut,
  listedAuction,
  openLambdaConnections,
  placeBids,
  rowOf,
} from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { closeAuctions } from './close-auctions.ts';
import { DOUBTS_WITHIN_MS, mayBeDoubted } from './doubt-time.ts';
import { JudgeAwayError } from './outages/sight.ts';
import { WatchOf, WatchWithout } from './outages/testing.ts';

const HOUR_MS = 3_600_000;

describe('closing what is due', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  beforeEach(() => connections.redis.del(DOUBTED_KEY));
  after(async () => {
    await connections.db.delete(judgeOutages);
    await connections.db.delete(judgeWatch);
    await connections.end();
  });

  const stateOf = async (auctionId: string) => (await rowOf(connections, auctionId)).state;
  const due = async (where = connections) => {
    const { auctionId } = await listedAuction(where, { opensAtMs: Date.now() - HOUR_MS });
    await placeBids(where, auctionId, [1000]);
    await letTimeRunOut(where, auctionId);
    return auctionId;
  };

  it('waits ten seconds after Redis was started, for lost bids to be reported', async () => {
    const auctionId = await due();
    await closeAuctions(connections, new WatchOf(DOUBTS_WITHIN_MS - 1000));
    expect(await stateOf(auctionId)).to.equal('scheduled');
    await closeAuctions(connections, new WatchOf(DOUBTS_WITHIN_MS));
    expect(await stateOf(auctionId)).to.equal('sold');
  });

  it('waits as long after an auction was put back, but for nothing before its opening', () => {
    const auction = { opensAtMs: 1000, restoredAtMs: 5000 };
    expect(mayBeDoubted(auction, 0, 5000 + DOUBTS_WITHIN_MS - 1)).to.equal(true);
    expect(mayBeDoubted(auction, 0, 5000 + DOUBTS_WITHIN_MS)).to.equal(false);
    expect(mayBeDoubted({ ...auction, restoredAtMs: 1000 }, 900, 1100)).to.equal(false);
    expect(mayBeDoubted({ ...auction, restoredAtMs: null }, 1001, 1100)).to.equal(true);
  });

  it('settles nothing while the judge is away', async () => {
    const auctionId = await due();
    const error = await closeAuctions(connections, new WatchOf(null)).catch((e: unknown) => e);
    expect(error).to.be.instanceOf(JudgeAwayError);
    expect(await stateOf(auctionId)).to.equal('scheduled');
    await closeAuctions(connections, new WatchOf(HOUR_MS));
    expect(await stateOf(auctionId)).to.equal('sold');
  });

  it('settles on the masters that are there, and then says that one is away', async () => {
    const [waiting, sound] = [await due(), await due()];
    const slot = slotOf(auctionKeys(waiting).state);
    const settling = closeAuctions(connections, new WatchWithout(slot, HOUR_MS));
    expect(await settling.catch((e: unknown) => e)).to.be.instanceOf(JudgeAwayError);
    expect(await stateOf(sound)).to.equal('sold');
    expect(await stateOf(waiting)).to.equal('scheduled');
    expect(await closeAuctions(connections, new WatchOf(HOUR_MS))).to.deep.equal({ sold: 1 });
  });

  it('settles only what can have lost nothing while doubts cannot be read', async () => {
    const [sound, restored] = [await due(), await due()];
    const restoredAtMs = Date.now() - HOUR_MS / 2;
    const isRestored = eq(auctions.auctionId, restored);
    await connections.db.update(auctions).set({ restoredAtMs }).where(isRestored);
    const started = (uptimeMs: number) =>
      closeAuctions(connections, new WatchWithout(slotOf(DOUBTED_KEY), uptimeMs)).catch(() => null);
    await started(HOUR_MS / 2);
    expect(await stateOf(sound)).to.equal('scheduled');
    await started(2 * HOUR_MS);
    expect(await stateOf(sound)).to.equal('sold');
    expect(await stateOf(restored)).to.equal('scheduled');
    await closeAuctions(connections, new WatchOf(DOUBTS_WITHIN_MS - 1000));
    expect(await stateOf(restored)).to.equal('scheduled');
    await closeAuctions(connections, new WatchOf(HOUR_MS));
    expect(await stateOf(restored)).to.equal('sold');
  });

  it('waits until doubts that could not be told meanwhile had their time', async () => {
    const [restored, before] = [await due(), await due()];
    const backMs = Date.now();
    const slots = writeSlots([slotOf(DOUBTED_KEY)]);
    const startedAtMs = backMs - 20_000;
    const outage = { outageId: 'hung', slots, startedAtMs, endedAtMs: backMs };
    await connections.db.insert(judgeOutages).values(outage);
    for (const [auctionId, afterMs] of [
      [restored, 1],
      [before, 0],
    ] as const) {
      const restoredAtMs = startedAtMs - DOUBTS_WITHIN_MS + afterMs;
      const ofIt = eq(auctions.auctionId, auctionId);
      await connections.db.update(auctions).set({ restoredAtMs }).where(ofIt);
    }
    const closeAt = (afterMs: number) =>
      closeAuctions({ ...connections, now: () => backMs + afterMs }, new WatchOf(2 * HOUR_MS));
    await closeAt(DOUBTS_WITHIN_MS - 1);
    expect(await stateOf(restored)).to.equal('scheduled');
    expect(await stateOf(before)).to.equal('sold');
    await closeAt(DOUBTS_WITHIN_MS);
    expect(await stateOf(restored)).to.equal('sold');
    await connections.db.delete(judgeOutages);
  });

  it('settles what it can although what is missing elsewhere cannot be restored', async () => {
    const auctionId = await due();
    await forgetLoaded(connections.redis);
    // Marks are set on every master, of which one is away.
    const redis = new Proxy(connections.redis, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (name === 'pipeline') {
          return (commands?: unknown[][]) =>
            commands?.some(([command]) => command === 'set')
              ? { exec: () => Promise.reject(new Error('away')) }
              : target.pipeline(commands);
        }
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    await closeAuctions({ ...connections, redis }, new WatchOf(HOUR_MS));
    expect(await stateOf(auctionId)).to.equal('sold');
    expect(await isLoaded(connections.redis)).to.equal(false);
    await beginLoading(connections.redis, 'test');
    await endLoading(connections.redis, 'test');
  });

  it('looks into every doubt first, and settles the others', async () => {
    const sound = await due();
    const { auctionId } = await listedAuction(connections, { opensAtMs: Date.now() - HOUR_MS });
    await placeBids(connections, auctionId, [1000, 1100]);
    const bringBack = await keepCopy(connections, auctionId);
    const [lost] = await placeBids(connections, auctionId, [1200]);
    await bringBack();
    await letTimeRunOut(connections, auctionId);
    if (!lost) throw new Error('no bid');
    await connections.redis.sadd(DOUBTED_KEY, writeDoubt({ auctionId, epochNumber: 1, ...lost }));
    await closeAuctions(connections, new WatchOf(HOUR_MS));
    expect(await stateOf(sound)).to.equal('sold');
    expect(await rowOf(connections, auctionId)).to.include({ state: 'scheduled' });
    expect(await rowOf(connections, auctionId))
      .to.have.property('interruptedAtMs')
      .above(0);
    const ofIt = eq(orders.auctionId, auctionId);
    expect(await connections.db.$count(orders, ofIt)).to.equal(0);
  });

  it('leaves alone what a doubt is open about', async () => {
    const auctionId = await due();
    const doubt = writeDoubt({ auctionId, epochNumber: 1, seq: 9, raise: 0, bidId: 'x' });
    await connections.redis.sadd(DOUBTED_KEY, doubt);
    // Nobody can look into it now.
    const redis = new Proxy(connections.redis, {
      get(target, name) {
        if (name === 'srandmember') return () => Promise.reject(new Error('not now'));
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    await closeAuctions({ ...connections, redis }, new WatchOf(HOUR_MS));
    expect(await rowOf(connections, auctionId)).to.include({
      ...{ state: 'scheduled', interruptedAtMs: null },
    });
    await closeAuctions(connections, new WatchOf(HOUR_MS));
    expect(await rowOf(connections, auctionId))
      .to.have.property('interruptedAtMs')
      .above(0);
  });

  it('loads an emptied Redis first where no keeper does', async () => {
    // All of the record is loaded, and that of the other tests is long.
    const own = await openOwnDatabase();
    const alone = { ...connections, db: own.db };
    try {
      const auctionId = await due(alone);
      await forgetLoaded(connections.redis);
      await closeAuctions(alone, new WatchOf(HOUR_MS));
      expect(await isLoaded(connections.redis)).to.equal(true);
      expect(await rowOf(alone, auctionId)).to.include({ state: 'sold' });
    } finally {
      await own.end();
    }
  });
});
