import { expect } from 'chai';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { Part } from '../local/part.ts';
import { askRedis } from '../services/ask-redis.ts';
import { auctionRow } from './auction-row.ts';
import { killSystemOrSkip } from './kill-system.ts';
import type { ApiPart, KillSystem } from './kill-system.ts';
import { crowd } from './people.ts';
import { newBid, send } from './rush.ts';
import type { SentBid } from './rush.ts';

const SENTENCE = 'accepted bids may be lost, as appendfsync is everysec and must be always';

describe('a Redis that is not fit to judge', function unfit() {
  this.timeout(120_000);
  let system: KillSystem;
  let api: ApiPart;
  let parts: Part[];
  before(async function start() {
    system = await killSystemOrSkip(this);
    api = await system.startApi();
    parts = [api, await system.startKeeper()];
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

  it('keeps api and keeper from being ready, in a sentence, while settings may lose bids', async () => {
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

  it('refuses bids when it is full, loses nothing, and judges the same bid once there is room', async () => {
    const { auctionId } = await system.list();
    const people = await crowd(system, 2);
    const mayHold = (bytes: number) => system.redis.call('CONFIG', 'SET', 'maxmemory', bytes);
    const bids = people.map((someone, at) => newBid(someone, auctionId, 1_000 * (at + 1)));
    const [first, second] = bids as [SentBid, SentBid];
    expect((await send(api.url, first)).outcome).to.have.nested.property('answer.seq', 1);
    await mayHold(1_000_000);
    for (const bid of [second, first]) {
      const { outcome } = await send(api.url, bid);
      expect(outcome).to.deep.include({ status: 503, retryAfter: '1' });
      expect(outcome).to.have.nested.property('problem.code', 'UNAVAILABLE');
    }
    await mayHold(0);
    for (const [at, bid] of bids.entries()) {
      expect((await send(api.url, bid)).outcome).to.have.nested.property('answer.seq', at + 1);
    }
    const log = await system.redis.xrange(auctionKeys(auctionId).log, '-', '+');
    expect(log.map(([id]) => id)).to.deep.equal(['1-0', '2-0']);
    await eventually(async () => (await auctionRow(system.db, auctionId)).recordedSeq === 2);
  });
});
