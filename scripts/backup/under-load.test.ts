import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eq, inArray } from 'drizzle-orm';
import { expect } from 'chai';
import { isRestoring } from '@sagopalgo/core/mysql/restoring.ts';
import { auctions, refreshTokens, sessionFamilies, users } from '@sagopalgo/core/mysql/schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import { openTestOrder, payFor } from '@sagopalgo/core/testing/booked-orders.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { recordedBids } from '../walk/kill-books.ts';
import { killSystemOrSkip } from '../walk/kill-system.ts';
import type { ApiPart, KillSystem } from '../walk/kill-system.ts';
import { buyNow, crowd } from '../walk/people.ts';
import type { Caller } from '../walk/people.ts';
import { newBid, Rush, send } from '../walk/rush.ts';
import { connectRaw, quoted, readTables } from './raw-mysql.ts';
import { askTooEarly, NEWCOMER } from './too-early.ts';
import type { AtTheDoor } from './too-early.ts';
import { begin, run } from './testing.ts';
import type { Ended } from './testing.ts';

const BIDDERS = 16;
const STEP_KRW = 100;
const BEGUN_WITHIN_MS = 60_000;
const BUY_NOW_KRW = 50_000;
/** Those that bids change, what is told of them, the loads of auctions, and what runs by the clock. */
const MOVING = new RegExp(
  [
    String.raw`^(auctions|bids|chain_entries|chain_heads|search_\w+|job_runs|judge_\w+`,
    'reconciliations|view_batches|notices|notice_marks|outbid_marks)$',
  ].join('|'),
);

describe('a backup made in a rush of bids, and restored into an empty system', function backup() {
  this.timeout(180_000);
  const saleDate = kstDate(Date.now());
  let lost: KillSystem;
  let found: KillSystem;
  let people: Caller[];
  let auctionId: string;
  let forSaleId: string;
  let rush: Rush;
  let answeredBefore: ReturnType<Rush['accepted']>;
  let answeredDuring: number;
  let made: Ended;
  let restored: Ended;
  let keptSecret: string;
  let api: ApiPart;
  let atTheDoor: AtTheDoor;
  let answeredWhileRestoring: number;

  // The lost system takes bids meanwhile, and somebody starts the other too early: its restore is held up in the midst.
  async function restoreUnderLoad(folder: string) {
    const before = rush.accepted().length;
    const holding = await connectRaw(found.mysqlUrl);
    try {
      await holding.query('LOCK TABLES users READ');
      const restoring = begin(found, 'restore', folder);
      await eventually(() => isRestoring(found.db), BEGUN_WITHIN_MS);
      const starting = found.startApi({ TOKEN_SECRET: keptSecret });
      const early = { keeper: found.startKeeper(), bid: newBid(people[0] as Caller, auctionId, 1) };
      const atTheDoor = await askTooEarly(found, early);
      await holding.query('UNLOCK TABLES');
      const [restored, api] = [await restoring.ended, await starting];
      const answeredWhileRestoring = rush.accepted().length - before;
      return { restored, api, atTheDoor, answeredWhileRestoring };
    } finally {
      holding.destroy();
    }
  }

  before(async function start() {
    lost = await killSystemOrSkip(this);
    found = await killSystemOrSkip(this);
    await lost.startKeeper();
    const lostApi = await lost.startApi();
    keptSecret = readFileSync(join(lost.dataDir, 'token-secret'), 'utf8');
    people = await crowd(lost, BIDDERS);
    const auction = await lost.list({ steps: [[0, STEP_KRW]], saleDate });
    ({ auctionId } = auction);
    forSaleId = (await lost.list({ buyNowKrw: BUY_NOW_KRW, saleDate })).auctionId;
    await addMoneyAndSessions(lost);
    const rules = { auctionId, startKrw: auction.startKrw, stepKrw: STEP_KRW };
    rush = new Rush(lostApi.url, people, rules);
    await rush.untilAccepted(300);
    const folder = join(lost.dataDir, 'kept');
    answeredBefore = rush.accepted();
    made = await run(lost, 'backup', folder);
    answeredDuring = rush.accepted().length - answeredBefore.length;
    ({ restored, api, atTheDoor, answeredWhileRestoring } = await restoreUnderLoad(folder));
    await rush.stop();
  });
  after(async () => {
    await rush?.stop();
    await lost?.end();
    await found?.end();
  });

  it('is made while bids are answered', () => {
    expect(made.said).to.match(/kept is whole\. Tables: \d+, rows: \d+, bytes: \d+\.\n$/);
    expect(made.code).to.equal(0);
    expect(answeredDuring).to.be.above(0);
  });

  it('is restored while the lost system goes on, and whoever is too early is asked to come again', async () => {
    expect(answeredWhileRestoring).to.be.above(0);
    expect(restored.code, restored.said).to.equal(0);
    const { calls, live, ready, keeper } = atTheDoor;
    expect(calls).to.deep.equal(calls.map(() => ({ status: 503, code: 'UNAVAILABLE' })));
    expect(calls).to.have.length(4);
    expect(live).to.equal(200);
    expect(ready).to.deep.equal({ ready: false, faults: ['restore: one is under way'] });
    expect(keeper).to.match(/a restore is under way/);
    // None of it was kept for later: it has the people of the backup and no other.
    const { nickname } = NEWCOMER;
    expect(await found.db.$count(users, eq(users.nickname, nickname))).to.equal(0);
    expect((await fetch(`${api.url}/api/v1/auctions/${auctionId}`)).status).to.equal(200);
  });

  it('brings back every bid that was answered before it began, once and as it was answered', async () => {
    expect(restored.code, restored.said).to.equal(0);
    const recorded = await recordedBids(found, auctionId);
    expect(recorded.map(({ seq }) => seq)).to.deep.equal(recorded.map((_, index) => index + 1));
    const bids = new Map(recorded.map((bid) => [bid.bidId, bid]));
    expect(bids.size).to.equal(recorded.length);
    expect(answeredBefore.length).to.be.at.least(300);
    for (const { bidId, answer } of answeredBefore) {
      const { seq, priceKrw } = answer;
      expect(bids.get(bidId)).to.include({ seq, priceKrw });
    }
    const same = await recordedBids(lost, auctionId);
    expect(recorded).to.deep.equal(same.slice(0, recorded.length));
  });

  it('brings back people, sessions, orders, payments and the books to the letter', async () => {
    const [before, after] = [await readStill(lost), await readStill(found)];
    expect(Object.keys(before)).to.include.members([
      ...['users', 'session_families', 'refresh_tokens', 'orders', 'payments'],
      ...['order_events', 'ledger_entries'],
    ]);
    expect(after).to.deep.equal(before);
    expect(before['ledger_entries']).to.have.length.above(0);
  });

  it('holds in Redis what the record says, and stops for everyone what may lack bids', async () => {
    expect(restored.said).to.match(
      /^Rows in the record: \d+\. Auctions in Redis: 3\.\nInterrupted auctions: 2, /,
    );
    const ids = [auctionId, forSaleId];
    const { states } = await readLive(found.redis, ids);
    const rows = await found.db.select().from(auctions).where(inArray(auctions.auctionId, ids));
    for (const row of rows) {
      expect(states.get(row.auctionId)).to.include({
        ...{ seq: row.recordedSeq, raise: row.recordedRaise, priceKrw: row.priceKrw },
        ...{ epochNumber: row.epoch, interrupted: true, leaderId: row.leaderId },
      });
    }
  });

  it('is under an epoch that the lost system cannot have given', async () => {
    const epochs = async ({ db }: KillSystem) =>
      (await db.select().from(auctions).where(eq(auctions.auctionId, auctionId)))[0]?.epoch ?? 0;
    expect(await epochs(found)).to.be.above((await epochs(lost)) + 100);
  });

  describe('with an api and a keeper', () => {
    let caller: Caller;
    before(async () => {
      await found.startKeeper();
      // Who leads by the last bid that was kept may not bid above it by hand.
      const { states } = await readLive(found.redis, [auctionId]);
      const leaderId = states.get(auctionId)?.leaderId;
      caller = people.find(({ userId }) => userId !== leaderId) as Caller;
    });

    it('judges nothing of what is stopped until an operator has decided', async () => {
      const { outcome } = await send(api.url, newBid(caller, auctionId, 90_000_000));
      expect(outcome).to.have.nested.property('problem.code', 'AUCTION_INTERRUPTED');
    });

    it('then takes bids, and answers those from before as they were answered', async () => {
      for (const id of [auctionId, forSaleId]) {
        const word = ['--by', 'ops', '--reason', 'restored from the backup'];
        const resumed = await run(found, 'operate', 'resume', id, ...word);
        expect(resumed, resumed.said).to.include({ code: 0 });
      }
      const last = answeredBefore.at(-1);
      if (!last) throw new Error('nothing was answered');
      const again = (await send(api.url, last)).outcome;
      expect(again).to.have.property('status', 201);
      const { seq, priceKrw } = last.answer;
      expect(again).to.have.property('answer').that.includes({ seq, priceKrw });
      const next = await send(api.url, newBid(caller, auctionId, 90_000_000));
      expect(next.outcome).to.have.property('status', 201);
    });

    it('settles, and nothing differs anywhere', async () => {
      await buyNow(api.url, caller, forSaleId);
      const order = await eventually(async () => {
        const rows = await found.db.select().from(orders).where(eq(orders.auctionId, forSaleId));
        return rows[0];
      }, 60_000);
      expect(order).to.include({ buyerId: caller.userId, amountKrw: BUY_NOW_KRW });
      const compared = await run(found, 'reconcile', '--date', saleDate);
      expect(compared.said).to.equal(`2 auctions of ${saleDate} and the books: nothing differs.\n`);
    });
  });
});

async function addMoneyAndSessions({ db }: KillSystem): Promise<void> {
  const { orderId, buyerId } = await openTestOrder(db);
  await payFor(db, orderId);
  const familyId = randomUUID();
  await db.insert(sessionFamilies).values({ familyId, userId: buyerId, createdAtMs: Date.now() });
  const token = { tokenHash: 'f'.repeat(64), familyId, expiresAtMs: Date.now() + 3_600_000 };
  await db.insert(refreshTokens).values(token);
}

async function readStill({ mysqlUrl }: KillSystem): Promise<Record<string, string[]>> {
  const connection = await connectRaw(mysqlUrl);
  try {
    const tables: Record<string, string[]> = {};
    for (const { name } of await readTables(connection)) {
      if (MOVING.test(name)) continue;
      const [rows] = await connection.query(`SELECT * FROM ${quoted(name)}`);
      // A table may have one column or many that its rows are told apart by.
      tables[name] = (rows as unknown[]).map((row) => JSON.stringify(row)).toSorted();
    }
    return tables;
  } finally {
    await connection.end();
  }
}
