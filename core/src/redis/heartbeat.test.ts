import { expect } from 'chai';
import { Cluster } from 'ioredis';
import { openTestConnections } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import type { AuctionRedis } from './connect.ts';
import { beat, forgetBeatsBefore } from './heartbeat.ts';
import { beginLoading, endLoading, forgetLoaded, isAnyEmptied } from './loaded-marks.ts';
import { mastersOf } from './masters.ts';
import { partsOf } from './places.ts';
import { isWithin, readSlots } from './slot-ranges.ts';
import { slotOf, SLOTS } from './slots.ts';

describe('the parts of the judge', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  const load = async () => {
    await beginLoading(connections.redis, 'pass');
    await endLoading(connections.redis, 'pass');
  };

  it('are its masters, which have every slot once, each with a place of its own', () => {
    const parts = partsOf(connections.redis);
    expect(parts.map(({ master }) => master)).to.have.members(mastersOf(connections.redis));
    const ranges = parts.map(({ slots }) => readSlots(slots));
    const holders = Array.from({ length: SLOTS }, (_, slot) =>
      ranges.filter((each) => isWithin(each, slot)),
    );
    expect(holders.every((each) => each.length === 1)).to.equal(true);
    if (parts.length === 1) return;
    for (const [index, { place }] of parts.entries()) {
      expect(isWithin(ranges[index] ?? [], slotOf(place)), place).to.equal(true);
    }
  });

  it('are a part without a master too where nobody has some slots, and none while nobody is known', () => {
    const cluster = new Cluster([{ host: '127.0.0.1', port: 1 }], { lazyConnect: true });
    const redis = cluster as AuctionRedis;
    expect(partsOf(redis)).to.deep.equal([]);
    cluster.slots = Array.from({ length: SLOTS }, (_, slot) => (slot === 7 ? [] : ['127.0.0.1:1']));
    const slots = partsOf(redis).map((part) => part.slots);
    expect(slots).to.deep.equal(['0-6 8-16383', '7-7']);
    cluster.disconnect();
  });

  it('beat each by itself, and know when those beat last that were there before', async () => {
    const { redis } = connections;
    await load();
    const beats = await Promise.all(partsOf(redis).map((part) => beat(redis, part, 2_000)));
    expect(new Set(beats.map(({ master }) => master.identity)).size).to.equal(beats.length);
    for (const [index, part] of partsOf(redis).entries()) {
      const before = { identity: 'before', uptimeMs: 0 };
      await forgetBeatsBefore(redis, part, before, 1_000 + index);
      expect((await beat(redis, part, 2_000)).lastBeforeMs).to.equal(1_000 + index);
      const { master } = await beat(redis, part, 2_000);
      await forgetBeatsBefore(redis, part, master, 2_000);
      expect((await beat(redis, part, 2_000)).lastBeforeMs).to.equal(null);
    }
  });

  it('do not beat while they are emptied', async () => {
    const { redis } = connections;
    try {
      await forgetLoaded(redis);
      expect(await isAnyEmptied(redis)).to.equal(true);
      for (const part of partsOf(redis)) {
        expect(await beat(redis, part, 3_000).catch((error: unknown) => error)).to.match(/emptied/);
      }
    } finally {
      await load();
    }
    expect(await isAnyEmptied(redis)).to.equal(false);
  });
});
