import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { asc, eq, ne } from 'drizzle-orm';
import { expect } from 'chai';
import { judgeOutages } from '@sagopalgo/core/mysql/outage-schema.ts';
import { closingMoves } from '@sagopalgo/core/mysql/schema.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { Part } from '../local/part.ts';
import { auctionRow } from './auction-row.ts';
import { killSystemOrSkip } from './kill-system.ts';
import type { ApiPart, KillSystem } from './kill-system.ts';
import { ask, bid, crowd } from './people.ts';
import type { Caller } from './people.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const AWAY_MS = 4 * SECOND_MS;
/** Almost as long as the rule lets pass: what a test can wait for makes the difference. */
const BEFORE_MS = 59 * SECOND_MS;
const BEFORE_ID = 'before';
/** The watch looks every second. */
const EXACT_TO_MS = 2_500;

describe('an outage of the judge in the last minutes before a closing', function outages() {
  this.timeout(120_000);
  let system: KillSystem;
  let keeper: Part;
  let api: ApiPart;
  let someone: Caller | undefined;
  before(async function start() {
    system = await killSystemOrSkip(this);
    const endedAtMs = Date.now() - 10 * SECOND_MS;
    await system.db.insert(judgeOutages).values({
      ...{ outageId: BEFORE_ID, startedAtMs: endedAtMs - BEFORE_MS, endedAtMs },
    });
    keeper = await system.startKeeper();
    api = await system.startApi();
    [someone] = await crowd(system, 1);
  });
  after(() => system?.end());

  const rowOf = (auctionId: string) => auctionRow(system.db, auctionId);
  const seen = async () => {
    const rows = await system.db
      .select()
      .from(judgeOutages)
      .where(ne(judgeOutages.outageId, BEFORE_ID))
      .orderBy(asc(judgeOutages.startedAtMs));
    return rows;
  };
  const forget = () => system.db.delete(judgeOutages).where(ne(judgeOutages.outageId, BEFORE_ID));
  const expectOne = async (fromMs: number, untilMs: number) => {
    const [outage, ...more] = await eventually(async () => {
      const rows = await seen();
      return rows.length > 0 && rows[0]?.endedAtMs !== null && rows;
    });
    expect(more).to.deep.equal([]);
    expect(outage?.startedAtMs).to.be.closeTo(fromMs, EXACT_TO_MS);
    expect(outage?.endedAtMs).to.be.closeTo(untilMs, EXACT_TO_MS);
    return outage?.endedAtMs ?? 0;
  };

  it('is not the death of the keeper that watches', async () => {
    await keeper.kill();
    await pause(AWAY_MS);
    keeper = await system.startKeeper();
    await pause(2 * SECOND_MS);
    expect(await seen()).to.deep.equal([]);
  });

  it('moves that closing to ten minutes after the return, and bids flow until then', async () => {
    const { auctionId } = await system.list({ closesAtMs: Date.now() + 2 * MINUTE_MS });
    const due = await system.list({ closesAtMs: Date.now() + AWAY_MS / 2 });
    const far = await system.list({ closesAtMs: Date.now() + 30 * MINUTE_MS });
    const killedAtMs = Date.now();
    await system.store.kill();
    await pause(AWAY_MS);
    await system.store.restart();
    const returnMs = await expectOne(killedAtMs, Date.now());
    for (const moved of [auctionId, due.auctionId]) {
      const row = await eventually(async () => {
        const found = await rowOf(moved);
        return found.moved === 'outage' && found;
      });
      expect(row.closesAtMs).to.be.closeTo(returnMs + 10 * MINUTE_MS, EXACT_TO_MS);
      expect(row.state).to.equal('scheduled');
      const { closesAtMs } = row;
      const shown = await ask<object>(api.url, `/auctions/${moved}`);
      expect(shown).to.include({ state: 'live', closesAtMs });
      const moves = system.db.select().from(closingMoves).where(eq(closingMoves.auctionId, moved));
      expect((await moves).map(({ reason }) => reason)).to.deep.equal(['outage']);
      if (!someone) throw new Error('nobody is there');
      expect(await bid(api.url, someone, moved, 1000)).to.include({ status: 201 });
    }
    expect((await rowOf(far.auctionId)).moved).to.equal(null);
  });

  it('is seen when Redis hangs as well as when it is gone', async () => {
    await forget();
    const goOn = system.store.freeze();
    const frozenAtMs = Date.now();
    await pause(AWAY_MS);
    goOn();
    await expectOne(frozenAtMs, Date.now());
  });

  it('is found afterwards when no keeper was there, for as long as it was one', async () => {
    await forget();
    await keeper.kill();
    // That nobody keeps the record is no outage of the judge.
    await pause(AWAY_MS);
    const killedAtMs = Date.now();
    await system.store.kill();
    await pause(AWAY_MS);
    await system.store.restart();
    const backAtMs = Date.now();
    await pause(AWAY_MS);
    keeper = await system.startKeeper();
    await expectOne(killedAtMs, backAtMs);
    expect(await seen()).to.have.length(1);
  });

  it('cannot be counted twice', async () => {
    const { startedAtMs = 0 } = (await seen())[0] ?? {};
    const outage = { outageId: randomUUID(), startedAtMs, endedAtMs: startedAtMs + 1500 };
    await system.db.insert(judgeOutages).values(outage);
    await system.db.delete(judgeOutages).where(eq(judgeOutages.outageId, BEFORE_ID));
    const { auctionId } = await system.list({ closesAtMs: Date.now() + 2 * MINUTE_MS });
    await pause(2 * SECOND_MS);
    expect((await rowOf(auctionId)).moved).to.equal(null);
  });
});
