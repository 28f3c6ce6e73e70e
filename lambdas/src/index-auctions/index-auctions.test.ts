import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { categories, searchOutbox } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { searchIndexes, searchQueues } from '@sagopalgo/core/mysql/search-schema.ts';
import { SearchAwayError } from '@sagopalgo/core/search/auction-search.ts';
import { embeddedIndex } from '@sagopalgo/core/search/embedded/embedded-index.ts';
import { embeddedSearch } from '@sagopalgo/core/search/embedded/embedded-search.ts';
import { markCategoriesChanged, markChanged } from '@sagopalgo/core/search/mark-changed.ts';
import type { SearchIndex } from '@sagopalgo/core/search/search-index.ts';
import { look } from '@sagopalgo/core/search/testing/search-under-test.ts';
import { addAuction, quietLog } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { ROLLED_OUT_MS } from './fill-queue.ts';
import { indexAuctions } from './index-auctions.ts';
import { indexElsewhere } from './index-elsewhere.ts';

const STEP_AUCTIONS = 500;

describe('indexing auctions', () => {
  let database: OwnDatabase;
  beforeEach(async () => {
    database = await openOwnDatabase();
  });
  afterEach(() => database.end());

  const connections = (now = () => 1) => ({ db: database.db, now, log: quietLog() });
  const index = (indexes?: Parameters<typeof indexAuctions>[1]) =>
    indexAuctions(connections(), indexes);

  async function find(words: string): Promise<string[]> {
    const tested = { search: embeddedSearch(database.db) };
    const { auctionIds } = await look(
      { ...tested, index: embeddedIndex(database.db), settle: async () => {}, end: async () => {} },
      words,
      { nowMs: Date.now() },
    );
    return auctionIds;
  }

  async function rename(auctionId: string, title: string): Promise<void> {
    await database.db.transaction(async (tx) => {
      await tx.update(auctions).set({ title }).where(eq(auctions.auctionId, auctionId));
      await markChanged(tx, auctionId, Date.now());
    });
  }

  /** An index that is told what it is given, and does as it is told before. */
  function told(before: (ids: readonly string[]) => Promise<void> = async () => {}) {
    const titles = new Map<string, string>();
    const kept: SearchIndex = {
      put: async (documents) => {
        await before(documents.map(({ auctionId }) => auctionId));
        for (const { auctionId, title } of documents) titles.set(auctionId, title);
      },
      remove: (ids) => {
        for (const id of ids) titles.delete(id);
        return Promise.resolve();
      },
    };
    return { titles, named: { name: 'told', index: kept } };
  }

  it('begins with all that was there before, and has nothing left to do then', async () => {
    const old = await addAuction(database.db, { title: '오래된 축음기' });
    expect(await find('축음기')).to.deep.equal([]);
    expect(await index()).to.equal(1);
    expect(await find('축음기')).to.deep.equal([old.auctionId]);
    expect(await index()).to.equal(0);
    expect(await database.db.$count(searchQueues)).to.equal(0);
  });

  it('fills an index anew that is written otherwise by now, and no other', async () => {
    await addAuction(database.db, { title: '축음기' });
    const { titles, named } = told();
    await index([{ ...named, filledAs: 'told-1' }]);
    titles.clear();
    expect(await index([{ ...named, filledAs: 'told-1' }])).to.equal(0);
    expect(await index([{ ...named, filledAs: 'told-2' }])).to.equal(1);
    expect([...titles.values()]).to.deep.equal(['축음기']);
    expect(await index([{ ...named, filledAs: 'told-2' }])).to.equal(0);
  });

  it('fills it once more when no process of the release before can be left', async () => {
    await addAuction(database.db, { title: '축음기' });
    const { titles, named } = told();
    const anew = [{ ...named, filledAs: 'told-1' }];
    await index(anew);
    titles.clear();
    expect(await index(anew)).to.equal(0);
    const later = connections(() => ROLLED_OUT_MS + 1);
    expect(await indexAuctions(later, anew)).to.equal(1);
    expect([...titles.values()]).to.deep.equal(['축음기']);
    expect(await indexAuctions(later, anew)).to.equal(0);
  });

  it('goes on with a record of many steps where a cut-off run had come to', async () => {
    const count = 2 * STEP_AUCTIONS + 1;
    const row = await addAuction(database.db);
    const rows = Array.from({ length: count - 1 }, (_, number) => ({
      ...row,
      auctionId: `${row.auctionId.slice(0, 8)}-${number}`,
    }));
    await database.db.insert(auctions).values(rows);
    let calls = 0;
    const { titles, named } = told(() => {
      calls += 1;
      return calls === 2 ? Promise.reject(new SearchAwayError('cut off')) : Promise.resolve();
    });
    const failed = await index([named]).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(AggregateError);
    expect(titles.size).to.equal(STEP_AUCTIONS);
    expect(await index([named])).to.equal(count - STEP_AUCTIONS);
    expect(titles.size).to.equal(count);
    const [filled] = await database.db.select().from(searchIndexes);
    expect(filled?.filledAtMs).to.be.a('number');
  });

  it('follows what is committed, and nothing that is rolled back', async () => {
    const { auctionId } = await addAuction(database.db, { title: '축음기' });
    await index();
    await rename(auctionId, '전축');
    await database.db
      .transaction(async (tx) => {
        await tx.update(auctions).set({ title: '유령' }).where(eq(auctions.auctionId, auctionId));
        await markChanged(tx, auctionId, Date.now());
        throw new Error('no');
      })
      .catch(() => undefined);
    expect(await index()).to.equal(1);
    expect(await find('전축')).to.deep.equal([auctionId]);
    expect(await find('축음기')).to.deep.equal([]);
    expect(await find('유령')).to.deep.equal([]);
    await database.db.transaction(async (tx) => {
      await tx.delete(auctions).where(eq(auctions.auctionId, auctionId));
      await markChanged(tx, auctionId, Date.now());
    });
    await index();
    expect(await find('전축')).to.deep.equal([]);
    expect(await database.db.$count(searchOutbox)).to.equal(0);
  });

  it('takes in the other name of a category for everything in it and below', async () => {
    const parent = { categoryId: 'sound', name: '소리', parentId: null, position: 0 };
    const child = { categoryId: 'records', name: '음반', parentId: 'sound', position: 0 };
    await database.db.insert(categories).values([parent, child]);
    const { auctionId } = await addAuction(database.db, { categoryId: 'records' });
    await index();
    expect(await find('소리 음반')).to.deep.equal([auctionId]);
    await database.db.transaction(async (tx) => {
      await tx.update(categories).set({ name: '오디오' }).where(eq(categories.categoryId, 'sound'));
      await markCategoriesChanged(tx, ['sound', 'records'], Date.now());
    });
    await index();
    expect(await find('오디오')).to.deep.equal([auctionId]);
    expect(await find('소리')).to.deep.equal([]);
  });

  it('keeps the marks of an index that fails, and brings the others up to date', async () => {
    let isAway = true;
    const { titles, named } = told(() =>
      isAway ? Promise.reject(new SearchAwayError('away')) : Promise.resolve(),
    );
    const embedded = { name: 'embedded', index: embeddedIndex(database.db) };
    const { auctionId } = await addAuction(database.db, { title: '축음기' });
    const failed = await index([named, embedded]).catch((error: unknown) => error);
    expect((failed as AggregateError).errors).to.have.length(1);
    expect(await find('축음기')).to.deep.equal([auctionId]);
    await rename(auctionId, '전축');
    await index([named, embedded]).catch(() => undefined);
    expect(await find('전축')).to.deep.equal([auctionId]);
    expect(titles.size).to.equal(0);
    isAway = false;
    await index([named, embedded]);
    expect(titles.get(auctionId)).to.equal('전축');
    expect(await database.db.$count(searchQueues)).to.equal(0);
  });

  it('takes no outage of an index elsewhere for a failure, waits for none, and catches up', async () => {
    const outage = Promise.withResolvers<void>();
    let isAway = true;
    const { titles, named } = told(() => (isAway ? outage.promise : Promise.resolve()));
    const embedded = { name: 'embedded', index: embeddedIndex(database.db) };
    const both = [{ ...named, isElsewhere: true as const }, embedded];
    const { auctionId } = await addAuction(database.db, { title: '축음기' });
    expect(await index(both)).to.equal(1);
    await rename(auctionId, '전축');
    await index(both);
    const hanging = indexElsewhere(connections(), both);
    await rename(auctionId, '오디오');
    await index(both);
    expect(await find('오디오')).to.deep.equal([auctionId]);
    outage.reject(new SearchAwayError('away'));
    expect(await hanging).to.equal(0);
    expect(titles.size).to.equal(0);
    isAway = false;
    expect(await indexElsewhere(connections(), both)).to.equal(1);
    expect(titles.get(auctionId)).to.equal('오디오');
    expect(await database.db.$count(searchQueues)).to.equal(0);
  });

  it('does not queue for an index elsewhere what was there before it', async () => {
    const { auctionId } = await addAuction(database.db, { title: '축음기' });
    const { titles, named } = told();
    const elsewhere = [{ ...named, isElsewhere: true as const }];
    await index(elsewhere);
    expect(await indexElsewhere(connections(), elsewhere)).to.equal(0);
    await rename(auctionId, '전축');
    await index(elsewhere);
    expect(await indexElsewhere(connections(), elsewhere)).to.equal(1);
    expect(titles.get(auctionId)).to.equal('전축');
  });

  it('leaves over what takes long, and goes on with it the next time', async () => {
    const row = await addAuction(database.db);
    const others = Array.from({ length: STEP_AUCTIONS }, (_, number) => ({
      ...row,
      auctionId: `${row.auctionId.slice(0, 8)}-${number}`,
    }));
    await database.db.insert(auctions).values(others);
    const { titles, named } = told();
    let nowMs = 0;
    // A clock by which every look takes long.
    const slow = connections(() => (nowMs += 60_000));
    expect(await indexAuctions(slow, [named])).to.equal(STEP_AUCTIONS);
    expect(await indexAuctions(slow, [named])).to.equal(1);
    expect(titles.size).to.equal(STEP_AUCTIONS + 1);
  });

  it('writes again what changes while it is being written', async () => {
    const { auctionId } = await addAuction(database.db, { title: '처음' });
    let renames = 0;
    const { titles, named } = told(async () => {
      renames += 1;
      if (renames === 1) await rename(auctionId, '나중');
    });
    await index([named]);
    expect(titles.get(auctionId)).to.equal('나중');
    expect(renames).to.equal(2);
  });

  it('does nothing twice and loses nothing when several run at once', async () => {
    const { titles, named } = told();
    const rows = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        addAuction(database.db, { title: `물건 ${number}` }),
      ),
    );
    const written = await Promise.all([index([named]), index([named]), index([named])]);
    expect(written.reduce((sum, count) => sum + count, 0)).to.equal(rows.length);
    expect(titles.size).to.equal(rows.length);
  });
});
