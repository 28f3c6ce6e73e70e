import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { expect } from 'chai';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import { readLog } from '@sagopalgo/core/redis/read-log.ts';
import { addAuction, eventually } from '@sagopalgo/core/testing/connections.ts';
import { isAlive } from '../entry/file-lock.mjs';
import type { Part } from '../local/part.ts';
import { bid, crowd } from './people.ts';
import type { BidResult, Caller } from './people.ts';
import { ownWalkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

/** They are asked by turns; one that answers none of so many is asked nothing. */
const ASKINGS_MAX = 20;
/** As `api/src/deps.ts` holds a bidder to it, whichever process they come to. */
const BURST = 30;
const MS_A_BID = 100;
const TRIED = 2 * BURST;
const UP_WITHIN_MS = 10_000;

describe('two apis behind one port', function severalApis() {
  this.timeout(180_000);
  let system: WalkSystem;
  let stop: () => Promise<void>;
  let apis: [Part, Part];
  let url: string;
  let seller: Caller;
  let buyers: Caller[];

  before(async () => {
    const own = { apis: 2, demo: false, env: { RATE_LIMITS: 'strict' } };
    ({ system, stop } = await ownWalkSystem(own));
    const { parts } = system.marketplace;
    const [api, second] = [parts['api'], parts['api-2']];
    if (!api || !second) throw new Error('there are no two apis');
    apis = [api, second];
    ({ url } = system.marketplace);
    [seller, ...buyers] = (await crowd(system, 4)) as [Caller, ...Caller[]];
  });
  after(() => stop());

  const list = async (): Promise<string> => {
    const auction = await addAuction(system.db, { sellerId: seller.userId });
    await openAuction(system.redis, auction);
    return auction.auctionId;
  };
  const buyer = (index: number) => buyers[index] ?? expect.fail('there are buyers');

  it('has both answer on the one port', async () => {
    for (let asking = 0; asking < ASKINGS_MAX; asking += 1) {
      expect((await fetch(`${url}/api/v1/auctions`)).status).to.equal(200);
      const counts = await Promise.all(apis.map((api) => measured(api, LISTS)));
      if (counts.every((count) => count > 0)) return;
    }
    expect.fail(`one of them answered none of ${ASKINGS_MAX}`);
  });

  it('judges each bid once, whichever of them is asked and asked again', async () => {
    const auctionId = await list();
    const ids = Array.from({ length: 10 }, () => randomUUID());
    const answers: BidResult[] = [];
    for (const [index, bidId] of ids.entries()) {
      const caller = buyer(index % 2);
      const amountKrw = 1000 + index * 100;
      // By turns: the second of two is asked of the other process.
      const [first, again] = [
        await bid(url, caller, auctionId, amountKrw, bidId),
        await bid(url, caller, auctionId, amountKrw, bidId),
      ];
      expect(first.status).to.equal(201);
      expect(again).to.deep.equal(first);
      answers.push(first);
    }
    const log = await readLog(system.redis, auctionId, { seq: 0, raise: 0 }, 100);
    expect(log).to.have.length(answers.length);
    for (const api of apis) expect(await measured(api, BIDS)).to.be.above(0);
  });

  it('holds a bidder to one pace over both', async () => {
    const auctionId = await list();
    const before = await Promise.all(apis.map((api) => measured(api, BIDS)));
    const beganAtMs = Date.now();
    const results = await Promise.all(
      Array.from({ length: TRIED }, () => bid(url, buyer(2), auctionId, 1)),
    );
    const tookMs = Date.now() + 1 - beganAtMs;
    const codes = results.map((result) => ('problem' in result ? result.problem.code : 'taken'));
    const judged = codes.filter((code) => code === 'BID_TOO_LOW').length;
    const limited = codes.filter((code) => code === 'RATE_LIMITED').length;
    expect(judged + limited).to.equal(TRIED);
    expect(judged).to.be.within(BURST, BURST + Math.floor(tookMs / MS_A_BID));
    const after = await Promise.all(apis.map((api) => measured(api, BIDS)));
    for (const [index, count] of after.entries()) expect(count).to.be.above(before[index] ?? 0);
  });

  it('goes on with the other when one is killed, tells of the death, and takes each bid once', async () => {
    const auctionId = await list();
    process.kill(apis[1].pid, 'SIGKILL');
    expect(await system.marketplace.died).to.include('api-2 ended (SIGKILL)');
    for (let asking = 0; asking < 4; asking += 1) {
      expect((await fetch(`${url}/api/v1/auctions`)).status).to.equal(200);
    }
    for (const [index, caller] of [buyer(0), buyer(1)].entries()) {
      const bidId = randomUUID();
      // What may have been done is asked again by whoever asked, under the same id.
      const taken = await eventually(async () => {
        const result = await bid(url, caller, auctionId, 1000 + index * 100, bidId);
        if (result.status !== 503) return result;
        expect(result).to.have.nested.property('problem.code', 'UNAVAILABLE');
        return null;
      }, UP_WITHIN_MS);
      expect(taken.status).to.equal(201);
    }
    const log = await readLog(system.redis, auctionId, { seq: 0, raise: 0 }, 100);
    expect(log.map(({ seq }) => seq)).to.deep.equal([1, 2]);
  });

  it('ends all in order when it is stopped, and leaves nothing', async () => {
    const parts = Object.values(system.marketplace.parts);
    expect(parts.filter(({ pid }) => isAlive(pid))).to.have.length(parts.length - 1);
    await system.marketplace.stop();
    expect(parts.filter(({ pid }) => isAlive(pid))).to.deep.equal([]);
    expect(readFileSync(apis[0].logFile, 'utf8')).to.include('process.stopped');
    expect(await fetch(url).catch(() => 'nobody')).to.equal('nobody');
  });
});

const LISTS = /^http_request_duration_seconds_count\{[^}]*endpoint="listAuctions"[^}]*\} (\d+)$/gm;
const BIDS = /^bids_total\{[^}]*\} (\d+)$/gm;

/** The sum of what a process shows of that name. */
async function measured({ ports }: Part, shown: RegExp): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${ports['INTERNAL_PORT']}/metrics`);
  let sum = 0;
  for (const [, count] of (await answer.text()).matchAll(shown)) sum += Number(count);
  return sum;
}
