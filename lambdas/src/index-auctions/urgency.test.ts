import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { searchCategoryMarks, searchOutbox } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { searchQueues } from '@sagopalgo/core/mysql/search-schema.ts';
import {
  markCategoriesChanged,
  markChanged,
  URGENCY,
} from '@sagopalgo/core/search/mark-changed.ts';
import type { SearchIndex } from '@sagopalgo/core/search/search-index.ts';
import { addAuction, quietLog } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { LockTakenError } from '../record-bids/named-lock.ts';
import { indexAuctions } from './index-auctions.ts';

const STEP_AUCTIONS = 500;
const HOUR_MS = 3_600_000;
const MANY = 3 * STEP_AUCTIONS;

describe('what an index takes first', () => {
  let database: OwnDatabase;
  let row: Awaited<ReturnType<typeof addAuction>>;
  beforeEach(async () => {
    database = await openOwnDatabase();
    row = await addAuction(database.db, { categoryId: 'lamps' });
    await index(told().named);
  });
  afterEach(() => database.end());

  const log = quietLog();
  let nowMs = 1;
  const index = (named: ReturnType<typeof told>['named']) =>
    indexAuctions({ db: database.db, now: () => nowMs, log }, [named]);
  /** One round, as if it took long. */
  const indexOnce = (named: ReturnType<typeof told>['named']) =>
    indexAuctions({ db: database.db, now: () => (nowMs += HOUR_MS / 60), log }, [named]);

  /** An index that remembers how often each was put in, and refuses some. */
  function told(unfit: readonly string[] = []) {
    const puts: string[][] = [];
    const kept: SearchIndex = {
      put: (documents) => {
        const ids = documents.map(({ auctionId }) => auctionId);
        if (ids.some((id) => unfit.includes(id))) return Promise.reject(new Error('unfit'));
        puts.push(ids);
        return Promise.resolve();
      },
      remove: () => Promise.resolve(),
    };
    return { puts, named: { name: 'told', index: kept } };
  }

  async function addMany(): Promise<string[]> {
    const ids = Array.from({ length: MANY }, (_, number) => `many-${number}`);
    const rows = ids.map((auctionId) => ({ ...row, auctionId }));
    await database.db.insert(auctions).values(rows);
    return ids;
  }

  const mark = (ids: string | readonly string[], atMs: number, urgency?: 0 | 1 | 2) =>
    database.db.transaction((tx) => markChanged(tx, ids, atMs, urgency));

  it('is a new listing, whatever waits that is old and less urgent', async () => {
    const many = await addMany();
    await mark(many, 1, URGENCY.backlog);
    const { auctionId } = await addAuction(database.db);
    await mark(auctionId, 9_999);
    const { puts, named } = told();
    await indexOnce(named);
    expect(puts[0]).to.include(auctionId);
    expect(puts).to.have.length(1);
  });

  it('is a new listing before what has been handed out already', async () => {
    const many = await addMany();
    await database.db.insert(searchQueues).values(
      many.map((auctionId) => ({
        ...{ indexName: 'told', auctionId, mark: randomUUID(), changedAtMs: 1 },
        urgency: URGENCY.backlog,
      })),
    );
    await mark(row.auctionId, 9_999);
    const { puts, named } = told();
    await indexOnce(named);
    expect(puts[0]).to.include(row.auctionId);
  });

  it('keeps the better urgency and the older time of what is marked again', async () => {
    await mark(row.auctionId, 5, URGENCY.backlog);
    await mark(row.auctionId, 7, URGENCY.listing);
    await mark(row.auctionId, 9, URGENCY.standing);
    const [outbox] = await database.db.select().from(searchOutbox);
    expect(outbox).to.include({ urgency: URGENCY.listing, changedAtMs: 5 });
  });

  it('marks a renamed category in one row, and its auctions step by step', async () => {
    const many = await addMany();
    await database.db.transaction((tx) => markCategoriesChanged(tx, ['lamps', 'empty'], 1));
    expect(await database.db.$count(searchOutbox)).to.equal(0);
    const { puts, named } = told();
    await indexOnce(named);
    expect(puts.flat()).to.have.length.of.at.most(STEP_AUCTIONS);
    await index(named);
    expect(new Set(puts.flat())).to.deep.equal(new Set([row.auctionId, ...many]));
    expect(await database.db.$count(searchCategoryMarks)).to.equal(0);
    expect(await database.db.$count(searchQueues)).to.equal(0);
  });

  it('begins anew with a category that is renamed again in the middle', async () => {
    const many = await addMany();
    const rename = () =>
      database.db.transaction((tx) => markCategoriesChanged(tx, ['lamps'], nowMs));
    await rename();
    const { puts, named } = told();
    await indexOnce(named);
    await rename();
    puts.length = 0;
    await index(named);
    expect(new Set(puts.flat())).to.deep.equal(new Set([row.auctionId, ...many]));
  });

  it('sets aside one that cannot be written, writes the others, and tries it again later', async () => {
    const { auctionId } = await addAuction(database.db);
    await mark([row.auctionId, auctionId], 1);
    const before = log.events.length;
    const { puts, named } = told([row.auctionId]);
    await index(named);
    await index(named);
    expect(puts).to.deep.equal([[auctionId]]);
    const unfit = log.events.slice(before).filter(({ event }) => event === 'search.unfit');
    expect(unfit).to.have.length(1);
    const mended = told();
    await index(mended.named);
    expect(mended.puts).to.deep.equal([]);
    nowMs += HOUR_MS + 1;
    await index(mended.named);
    expect(mended.puts).to.deep.equal([[row.auctionId]]);
  });

  it('tries again at once what was set aside and has changed', async () => {
    await mark(row.auctionId, 1);
    await index(told([row.auctionId]).named);
    await mark(row.auctionId, 2);
    const { puts, named } = told();
    await index(named);
    expect(puts).to.deep.equal([[row.auctionId]]);
  });

  it('fails as a whole where hardly anything can be written', async () => {
    const many = await addMany();
    await mark(many, 1);
    const failed = await index(told(many).named).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(AggregateError);
  });

  it('takes it for no failure that somebody else is at it', async () => {
    const transaction = () => Promise.reject(new LockTakenError('taken'));
    const db = Object.assign(Object.create(database.db) as typeof database.db, { transaction });
    const { puts, named } = told();
    expect(await indexAuctions({ db, now: () => nowMs, log }, [named])).to.equal(0);
    expect(puts).to.deep.equal([]);
  });

  it('keeps a mark that was made anew after the same auction’s was taken', async () => {
    await mark(row.auctionId, 1);
    const [first] = await database.db.select().from(searchOutbox);
    const ofIt = eq(searchOutbox.auctionId, row.auctionId);
    await database.db.delete(searchOutbox).where(ofIt);
    await mark(row.auctionId, 1);
    const [second] = await database.db.select().from(searchOutbox);
    expect(second?.mark).to.not.equal(first?.mark);
  });
});
