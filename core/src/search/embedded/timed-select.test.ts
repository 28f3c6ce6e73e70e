import { expect } from 'chai';
import { sql } from 'drizzle-orm';
import { createSlots } from '../../runtime/slots.ts';
import { openTestConnections } from '../../testing/connections.ts';
import type { TestConnections } from '../../testing/connections.ts';
import { SearchAwayError } from '../auction-search.ts';
import { timedSelect } from './timed-select.ts';

const LONG_S = 30;

describe('a select with a time of its own', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  const busy = () => new SearchAwayError('busy');
  const failure = (work: Promise<unknown>) => work.catch((error: unknown) => error);

  it('answers rows, and what is given cannot end the statement', async () => {
    const select = timedSelect(connections.db, createSlots(1, 0, busy), 1_000);
    const given = `'; DROP TABLE auctions; --`;
    expect(await select(sql`${given} AS given, 1 AS one`)).to.deep.equal([{ given, one: 1 }]);
  });

  it('is ended by the server when it takes too long, and leaves its slot to others', async () => {
    const select = timedSelect(connections.db, createSlots(1, 0, busy), 100);
    const endless = sql`COUNT(*) FROM information_schema.COLUMNS a, information_schema.COLUMNS b,
      information_schema.COLUMNS c WHERE a.COLUMN_NAME <> b.COLUMN_NAME AND SLEEP(0.001) = 0`;
    const startedAtMs = performance.now();
    expect(await failure(select(endless))).to.be.instanceOf(SearchAwayError);
    expect(performance.now() - startedAtMs).to.be.lessThan(LONG_S * 1_000);
    expect(await select(sql`2 AS two`)).to.deep.equal([{ two: 2 }]);
  });

  it('says so at once when too many are under way and waiting', async () => {
    const select = timedSelect(connections.db, createSlots(1, 1, busy), 1_000);
    const asked = [1, 2, 3].map((number) => failure(select(sql`${number} AS number`)));
    const answers = await Promise.all(asked);
    expect(answers[2]).to.be.instanceOf(SearchAwayError);
    expect(answers.slice(0, 2)).to.deep.equal([[{ number: 1 }], [{ number: 2 }]]);
  });

  it('throws what is wrong with it as it is', async () => {
    const select = timedSelect(connections.db, createSlots(1, 0, busy), 1_000);
    const error = await failure(select(sql`nonsense`));
    expect(error).to.be.instanceOf(Error).and.not.be.instanceOf(SearchAwayError);
  });
});
