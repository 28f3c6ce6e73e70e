import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { openTestConnections } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import { askEach } from './ask-each.ts';
import { openAuction } from './commands.ts';
import { auctionKeys } from './keys.ts';
import { readLive, UnreadableStateError } from './live-state.ts';
import { beginLoading, endLoading, forgetLoaded, isLoaded } from './loaded-marks.ts';
import { slotOf } from './slots.ts';

const HOUR_MS = 3_600_000;
const MANY = 60;

describe('reading many auctions at once', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  async function open(): Promise<string> {
    const [auctionId, nowMs] = [randomUUID(), Date.now()];
    await openAuction(connections.redis, {
      ...{ auctionId, epoch: 1, sellerId: 'seller', startKrw: 1000, steps: [[0, 100]] },
      ...{ capKrw: 1_000_000, reserveKrw: null, buyNowKrw: null, extension: 'none' },
      ...{ opensAtMs: nowMs - HOUR_MS, closesAtMs: nowMs + HOUR_MS },
      scheduledClosesAtMs: nowMs + HOUR_MS,
    });
    return auctionId;
  }

  it('finds each of them wherever it is, and not those that are not there', async () => {
    const ids = await Promise.all(Array.from({ length: MANY }, open));
    const { nowMs, states } = await readLive(connections.redis, [...ids, 'no-such-auction']);
    expect([...states.keys()]).to.have.members(ids);
    expect(ids.map((id) => states.get(id)?.auctionId)).to.deep.equal(ids);
    expect(states.get('no-such-auction')).to.equal(undefined);
    expect(nowMs).to.be.closeTo(Date.now(), 10_000);
  });

  it('tells the time when nothing is asked', async () => {
    const { nowMs, states } = await readLive(connections.redis, []);
    expect([nowMs > 0, states.size]).to.deep.equal([true, 0]);
  });

  it('reads the others where one cannot be read, and never takes that one for missing', async () => {
    const [broken, sound] = [await open(), await open()];
    await connections.redis.hset(auctionKeys(broken).state, 'reserve', 'perhaps');
    const { states } = await readLive(connections.redis, [broken, sound, 'no-such-auction']);
    expect(states.get(sound)).to.include({ state: 'live', seq: 0 });
    expect([...states.faults.keys()]).to.deep.equal([broken]);
    expect(() => states.get(broken)).to.throw(UnreadableStateError, broken);
  });

  it('reads no epoch that could break out of the id of an event', async () => {
    for (const epoch of ['e1\nevent: closed', 'e1\r', 'e1\0', 'e:1', '']) {
      const auctionId = await open();
      await connections.redis.hset(auctionKeys(auctionId).state, 'epoch', epoch);
      const { states } = await readLive(connections.redis, [auctionId]);
      expect(() => states.get(auctionId)).to.throw(UnreadableStateError, auctionId);
    }
  });

  it('puts an error in the place of an answer that could not be had', async () => {
    const key = auctionKeys(await open()).state;
    const { answers } = await askEach(connections.redis, [
      ['hget', key, 'state'],
      ['get', key],
      ['exists', key],
    ]);
    const values = answers.map((each) => (each instanceof Error ? each.message : each.value));
    expect(values).to.deep.equal(['open', values[1], 1]);
    expect(values[1]).to.match(/^WRONGTYPE/);
  });

  it('knows the slot of a key by its first braces, as the specification of clusters does', () => {
    for (const key of ['123456789', 'x{123456789}y', '{123456789}{other}']) {
      expect(slotOf(key), key).to.equal(0x31c3);
    }
    expect(slotOf('{}123456789')).to.not.equal(slotOf('123456789'));
  });

  it('counts as loaded only while no part of it has been emptied', async () => {
    const { redis } = connections;
    try {
      await forgetLoaded(redis);
      expect(await isLoaded(redis)).to.equal(false);
      await endLoading(redis, 'a pass that began before Redis was emptied');
      expect(await isLoaded(redis)).to.equal(false);
      await beginLoading(redis, 'pass');
      await endLoading(redis, 'pass');
      expect(await isLoaded(redis)).to.equal(true);
    } finally {
      await beginLoading(redis, 'pass');
      await endLoading(redis, 'pass');
    }
  });
});
