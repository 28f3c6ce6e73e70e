import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions, operatorActions } from '@sagopalgo/core/mysql/schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { auctionRow } from './auction-row.ts';
import { ROOT } from '../root.ts';
import type { Part } from '../local/part.ts';
import { expectSameBooks, recordedBids } from './kill-books.ts';
import { killSystemOrSkip } from './kill-system.ts';
import type { ApiPart, KillSystem } from './kill-system.ts';
import { ask, crowd } from './people.ts';
import type { Caller } from './people.ts';
import { newBid, Rush, send } from './rush.ts';
import type { Outcome } from './rush.ts';

const run = promisify(execFile);

const BIDDERS = 8;
const STEP_KRW = 100;
const MINUTE_MS = 60_000;
/** Longer than what is waited for doubts before a settlement. */
const PAST_DOUBTS_MS = 12_000;

describe('Redis that comes back with an older disk', function older() {
  this.timeout(180_000);
  let system: KillSystem;
  let keeper: Part;
  let api: ApiPart;
  let people: Caller[];
  before(async function start() {
    system = await killSystemOrSkip(this);
    keeper = await system.startKeeper();
    api = await system.startApi();
    people = await crowd(system, BIDDERS + 1);
  });
  after(() => system?.end());

  const rowOf = (auctionId: string) => auctionRow(system.db, auctionId);
  const liveOf = async (auctionId: string) =>
    (await readLive(system.redis, [auctionId])).states.get(auctionId);
  const ordersOf = (auctionId: string) => system.db.$count(orders, eq(orders.auctionId, auctionId));
  const isBack = () => eventually(() => system.redis.ping().catch(() => null));
  const bidderNo = (index: number): Caller => {
    const caller = people.at(index);
    if (!caller) throw new Error(`nobody at ${index}`);
    return caller;
  };
  const place = async (url: string, auctionId: string, amountKrw: number): Promise<Outcome> =>
    (await send(url, newBid(bidderNo(-1), auctionId, amountKrw))).outcome;

  async function rushOn(auctionId: string, startKrw: number, count: number): Promise<Rush> {
    const rules = { auctionId, startKrw, stepKrw: STEP_KRW };
    const rush = new Rush(api.url, people.slice(0, BIDDERS), rules);
    await rush.untilAccepted(count);
    await rush.stop();
    return rush;
  }

  describe('while the record has everything', () => {
    it('gets it back by itself, and nobody has lost anything', async () => {
      const { auctionId, startKrw } = await system.list({ steps: [[0, STEP_KRW]] });
      await rushOn(auctionId, startKrw, 50);
      const putBack = system.store.keepDisk();
      const second = await rushOn(auctionId, startKrw, 50);
      const lastSeq = (await liveOf(auctionId))?.seq ?? 0;
      await eventually(async () => (await rowOf(auctionId)).recordedSeq === lastSeq);
      await system.store.kill();
      putBack();
      await system.store.restart();
      await isBack();
      const restored = await eventually(async () => {
        const live = await liveOf(auctionId).catch(() => undefined);
        return live && live.epochNumber > 1 && live;
      });
      expect(restored).to.include({ seq: lastSeq, interrupted: false, state: 'live' });
      const recorded = await recordedBids(system, auctionId);
      for (const { answer, ...bid } of second.accepted().slice(-20)) {
        const { outcome } = await send(api.url, bid);
        expect(outcome).to.have.property('answer').that.deep.equals(answer);
        expect(recorded.some(({ bidId }) => bidId === bid.bidId)).to.equal(true);
      }
      const { priceKrw } = restored;
      const next = await place(api.url, auctionId, (priceKrw ?? 0) + STEP_KRW);
      expect(next).to.have.nested.property('answer.seq', lastSeq + 1);
      await expectSameBooks(system, auctionId);
      expect((await rowOf(auctionId)).interruptedAtMs).to.equal(null);
    });
  });

  describe('while acknowledged bids are in no record', () => {
    let fresh: ApiPart;
    let resumed: string;
    let cancelled: string;

    before(async () => {
      const listed = [await system.list(), await system.list()];
      [resumed = '', cancelled = ''] = listed.map(({ auctionId }) => auctionId);
      for (const { auctionId, startKrw } of listed) await rushOn(auctionId, startKrw, 20);
      await eventually(async () => {
        const seqs = await Promise.all(
          listed.map(async ({ auctionId }) => {
            const live = await liveOf(auctionId);
            return (await rowOf(auctionId)).recordedSeq === live?.seq;
          }),
        );
        return seqs.every(Boolean);
      });
      await keeper.kill();
      const putBack = system.store.keepDisk();
      for (const { auctionId, startKrw } of listed) await rushOn(auctionId, startKrw, 20);
      await system.store.kill();
      putBack();
      await system.store.restart();
      await isBack();
      keeper = await system.startKeeper();
      // Somebody who has seen nothing of it is told the same.
      fresh = await system.startApi();
    });

    it('stops those auctions for everyone', async () => {
      for (const auctionId of [resumed, cancelled]) {
        await eventually(async () => (await rowOf(auctionId)).interruptedAtMs !== null);
        const shown = await ask<{ interrupted: boolean }>(fresh.url, `/auctions/${auctionId}`);
        expect(shown).to.include({ interrupted: true });
        const refused = await place(fresh.url, auctionId, 500_000);
        expect(refused).to.have.nested.property('problem.code', 'AUCTION_INTERRUPTED');
        const atWitness = await place(api.url, auctionId, 500_000);
        expect(atWitness).not.to.have.property('answer');
      }
    });

    it('says so to whoever watches over the keeper', async () => {
      const url = `http://127.0.0.1:${keeper.ports['INTERNAL_PORT']}`;
      // It counts them a round after it has marked them.
      await eventually(async () => {
        const metrics = await (await fetch(`${url}/metrics`)).text();
        return /^auctions_interrupted\{[^}]*\} 2$/m.test(metrics);
      });
      const ready = await fetch(`${url}/healthz/ready`);
      expect(ready.status).to.equal(503);
      expect(await ready.text()).to.include(`auction ${resumed} is interrupted`);
    });

    it('opens no order when their time is up', async () => {
      const closesAtMs = Date.now() - 1;
      for (const auctionId of [resumed, cancelled]) {
        await system.redis.hset(auctionKeys(auctionId).state, 'closesAtMs', closesAtMs);
        await system.db
          .update(auctions)
          .set({ closesAtMs })
          .where(eq(auctions.auctionId, auctionId));
      }
      await pause(PAST_DOUBTS_MS);
      for (const auctionId of [resumed, cancelled]) {
        expect((await rowOf(auctionId)).state).to.equal('scheduled');
        expect(await ordersOf(auctionId)).to.equal(0);
      }
    });

    it('go on when an operator says so, for ten minutes at least', async () => {
      const said = await operate('resume', resumed);
      expect(said).to.include(`Auction ${resumed} goes on and closes at`);
      const live = await liveOf(resumed);
      expect(live).to.include({ interrupted: false, state: 'live' });
      expect(live?.closesAtMs).to.be.closeTo(Date.now() + 10 * MINUTE_MS, MINUTE_MS);
      const next = await place(fresh.url, resumed, (live?.priceKrw ?? 0) + STEP_KRW);
      expect(next).to.have.nested.property('answer.seq', (live?.seq ?? 0) + 1);
      await expectSameBooks(system, resumed);
      await pause(4_000);
      // Those who remember the lost bids go on reporting them; it has been decided.
      expect((await rowOf(resumed)).interruptedAtMs).to.equal(null);
    });

    it('end without a winner when an operator says so', async () => {
      expect(await operate('cancel', cancelled)).to.include('is cancelled');
      expect(await rowOf(cancelled)).to.include({ state: 'cancelled', interruptedAtMs: null });
      expect(await ordersOf(cancelled)).to.equal(0);
      expect(await liveOf(cancelled)).to.include({ state: 'cancelled' });
      await expectSameBooks(system, cancelled);
      const acts = await system.db.select().from(operatorActions);
      expect(acts.map(({ action, operator }) => [action, operator])).to.have.deep.members([
        ['resume', 'yuna'],
        ['cancel', 'yuna'],
      ]);
    });
  });

  async function operate(action: string, auctionId: string): Promise<string> {
    const command = [join(ROOT, 'scripts/operate.ts'), action, auctionId];
    const word = ['--by', 'yuna', '--reason', 'the disk of the night before'];
    const { stdout } = await run(process.execPath, [...command, ...word], {
      env: { ...process.env, MYSQL_URL: system.mysqlUrl, REDIS_URL: system.store.url },
    });
    return stdout;
  }
});
