import { expect } from 'chai';
import { connectRedis } from '@sagopalgo/core/redis/connect.ts';
import { openTestConnections, quietLog } from '@sagopalgo/core/testing/connections.ts';
import type { TestConnections } from '@sagopalgo/core/testing/connections.ts';
import { RedisClock } from './redis-clock.ts';

const APART_MS = 3_600_000;
/** Generous on a machine that does much else. */
const NEARLY_MS = 5_000;

describe('the clock of Redis', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  it('is told in moments from now, however far from it ours may be', async () => {
    const { redis } = connections;
    for (const apartMs of [APART_MS, -APART_MS]) {
      const clock = new RedisClock({ redis, log: quietLog(), now: () => Date.now() + apartMs });
      expect(clock.inMs(1_000)).to.equal(null);
      await clock.look();
      expect(clock.inMs(1_000)).to.be.closeTo(Date.now() + 1_000, NEARLY_MS);
    }
  });

  it('is not taken from an answer that was long under way', async () => {
    const { redis } = connections;
    let ourMs = Date.now();
    const clock = new RedisClock({ redis, log: quietLog(), now: () => (ourMs += 501) });
    await clock.look();
    expect(clock.inMs(0)).to.equal(null);
  });

  it('is what it was last while Redis is away', async () => {
    const { redis } = connections;
    let asked = redis;
    const deps = { log: quietLog(), now: Date.now };
    const clock = new RedisClock({
      ...deps,
      get redis() {
        return asked;
      },
    });
    await clock.look();
    asked = connectRedis('redis://127.0.0.1:1');
    await clock.look();
    asked.disconnect();
    expect(clock.inMs(0)).to.be.closeTo(Date.now(), NEARLY_MS);
  });
});
