import { expect } from 'chai';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { Part } from '../local/part.ts';
import { askRedis } from '../services/ask-redis.ts';
import { killSystemOrSkip } from './kill-system.ts';
import type { KillSystem } from './kill-system.ts';

const SENTENCE = 'accepted bids may be lost, as appendfsync is everysec and must be always';

describe('a Redis that came back with settings that may lose bids', function unfit() {
  this.timeout(120_000);
  let system: KillSystem;
  let parts: Part[];
  before(async function start() {
    system = await killSystemOrSkip(this);
    parts = [await system.startApi(), await system.startKeeper()];
  });
  after(() => system?.end());

  const readiness = async ({ ports }: Part) => {
    const answer = await fetch(`http://127.0.0.1:${ports['INTERNAL_PORT']}/healthz/ready`);
    return { status: answer.status, text: await answer.text() };
  };
  // Whoever is connected again looks again; otherwise they look every minute.
  const comeBackWith = (appendfsync: string) =>
    askRedis(system.store.url, async (redis) => {
      await redis.config('SET', 'appendfsync', appendfsync);
      await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    });

  it('keeps the api and the keeper from being ready, in a sentence, until it is put right', async () => {
    for (const part of parts) expect(await readiness(part)).to.include({ status: 200 });
    await comeBackWith('everysec');
    for (const part of parts) {
      await eventually(async () => (await readiness(part)).text.includes(SENTENCE));
      expect((await readiness(part)).status).to.equal(503);
    }
    await comeBackWith('always');
    for (const part of parts) {
      await eventually(async () => (await readiness(part)).status === 200);
    }
  });
});
