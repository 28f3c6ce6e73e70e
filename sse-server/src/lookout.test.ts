import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { quietLog } from '@sagopalgo/core/testing/connections.ts';
import { Hub } from './hub.ts';
import { Lookout } from './lookout.ts';
import { createMeasures } from './measures.ts';
import { Pulse } from './pulse.ts';

const ASKED = 200;
const APART_MS = 10;

describe('a lookout', () => {
  it('has those share a look who come within a few milliseconds, and answers each of them', async () => {
    let trips = 0;
    const away = () => Promise.reject(new Error('Redis is away'));
    const redis = { pipeline: () => ((trips += 1), { exec: away }) } as unknown as AuctionRedis;
    const measures = createMeasures(createMetrics('test'));
    const pulse = new Pulse(measures, () => performance.now());
    const hub = new Hub({ measures, pulse, log: quietLog(), now: Date.now }, () => undefined);
    const deps = { redis, hub, measures, log: quietLog(), now: Date.now };
    const lookout = new Lookout({ ...deps, own: { read: () => undefined } }, { missingMs: 0 });
    const startedAtMs = performance.now();
    const answers: Promise<string>[] = [];
    for (let asked = 0; asked < ASKED; asked += 1) {
      answers.push(lookout.look('a').then(String, String));
      await turn();
    }
    expect(new Set(await Promise.all(answers))).to.deep.equal(new Set(['Error: Redis is away']));
    // However slow the machine is: the first at once, and another for each pause.
    const looksMax = 2 + (performance.now() - startedAtMs) / APART_MS;
    expect(trips).to.be.within(2, looksMax);
  });
});
