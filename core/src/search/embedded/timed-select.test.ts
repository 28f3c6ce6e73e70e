import { expect } from 'chai';
import { sql } from 'drizzle-orm';
import { createSlots } from '../../runtime/slots.ts';
import type { Db } from '../../mysql/connect.ts';
import { openTestConnections } from '../../testing/connections.ts';
import type { TestConnections } from '../../testing/connections.ts';
import { SearchAwayError } from '../auction-search.ts';
import { timedSelects } from './timed-select.ts';

const LONG_S = 30;
const ENDLESS = sql`COUNT(*) FROM information_schema.COLUMNS a, information_schema.COLUMNS b,
  information_schema.COLUMNS c WHERE a.COLUMN_NAME <> b.COLUMN_NAME AND SLEEP(0.001) = 0`;

describe('a select with a time of its own', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  const busy = () => new SearchAwayError('busy');
  const failure = (work: Promise<unknown>) => work.catch((error: unknown) => error);

  it('answers rows, and what is given cannot end the statement', async () => {
    const select = timedSelects(connections.db, createSlots(1, 0, busy), 1_000)();
    const given = `'; DROP TABLE auctions; --`;
    expect(await select(sql`${given} AS given, 1 AS one`)).to.deep.equal([{ given, one: 1 }]);
  });

  it('is ended by the server when it takes too long, and leaves its slot to others', async () => {
    const begin = timedSelects(connections.db, createSlots(1, 0, busy), 100);
    const startedAtMs = performance.now();
    expect(await failure(begin()(ENDLESS))).to.be.instanceOf(SearchAwayError);
    expect(performance.now() - startedAtMs).to.be.lessThan(LONG_S * 1_000);
    expect(await begin()(sql`2 AS two`)).to.deep.equal([{ two: 2 }]);
  });

  /** A database that counts what it is asked. */
  function counting(): { db: Db; asked: () => number } {
    let asked = 0;
    const execute: Db['execute'] = (query) => {
      asked += 1;
      return connections.db.execute(query);
    };
    return {
      db: Object.assign(Object.create(connections.db) as Db, { execute }),
      asked: () => asked,
    };
  }

  it('has one time for all that belongs together', async () => {
    const { db, asked } = counting();
    const select = timedSelects(db, createSlots(2, 0, busy), 100)();
    expect(await failure(select(ENDLESS))).to.be.instanceOf(SearchAwayError);
    const before = asked();
    expect(await failure(select(sql`1 AS one`))).to.be.instanceOf(SearchAwayError);
    expect(asked()).to.equal(before);
  });

  it('is not run when its asker has given up before there was a slot', async () => {
    const { db, asked } = counting();
    const slots = createSlots(1, 5, busy);
    const held = Promise.withResolvers<void>();
    const holding = slots.run(() => held.promise);
    const begin = timedSelects(db, slots, 50);
    expect(await failure(begin()(sql`1 AS one`))).to.be.instanceOf(SearchAwayError);
    held.resolve();
    await holding;
    expect(await timedSelects(db, slots, 5_000)()(sql`2 AS two`)).to.deep.equal([{ two: 2 }]);
    // Which server it is, and the second.
    expect(asked()).to.equal(2);
  });

  it('does not wait for a slot when it is only aside', async () => {
    const slots = createSlots(1, 5, busy);
    const held = Promise.withResolvers<void>();
    const holding = slots.run(() => held.promise);
    const select = timedSelects(connections.db, slots, 60_000)();
    const refused = await failure(select(sql`1 AS one`, { withinMs: 50_000 }));
    expect(refused).to.be.instanceOf(SearchAwayError).and.have.property('message', 'busy');
    held.resolve();
    await holding;
    expect(await select(sql`1 AS one`, { withinMs: 5_000 })).to.deep.equal([{ one: 1 }]);
  });

  it('says so at once when too many are under way and waiting', async () => {
    const select = timedSelects(connections.db, createSlots(1, 1, busy), 1_000)();
    const asked = [1, 2, 3].map((number) => failure(select(sql`${number} AS number`)));
    const answers = await Promise.all(asked);
    expect(answers[2]).to.be.instanceOf(SearchAwayError);
    expect(answers.slice(0, 2)).to.deep.equal([[{ number: 1 }], [{ number: 2 }]]);
  });

  it('throws what is wrong with it as it is', async () => {
    const select = timedSelects(connections.db, createSlots(1, 0, busy), 1_000)();
    const error = await failure(select(sql`nonsense`));
    expect(error).to.be.instanceOf(Error).and.not.be.instanceOf(SearchAwayError);
  });
});
