import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { searchQueues } from '@sagopalgo/core/mysql/search-schema.ts';
import { connectElastic } from '@sagopalgo/core/search/elastic/connect-elastic.ts';
import { elasticSearch } from '@sagopalgo/core/search/elastic/elastic-search.ts';
import { listGenerations } from '@sagopalgo/core/search/elastic/generations.ts';
import { markChanged } from '@sagopalgo/core/search/mark-changed.ts';
import { openTestElastic } from '@sagopalgo/core/search/testing/elastic-under-test.ts';
import { testElasticsearchUrl } from '@sagopalgo/core/search/testing/elastic-under-test.ts';
import { look } from '@sagopalgo/core/search/testing/search-under-test.ts';
import { addAuction, quietLog } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { indexAuctions } from './index-auctions.ts';
import { indexElsewhere } from './index-elsewhere.ts';
import { elasticWatch, refillElastic } from './refill-elastic.ts';

const WITHIN_MS = 30_000;

/** What the keeper does again and again. */
async function follow(connections: Parameters<typeof indexAuctions>[0]): Promise<void> {
  await indexAuctions(connections);
  await indexElsewhere(connections);
}

if (testElasticsearchUrl() !== null) {
  describe('the index of Elasticsearch', function () {
    this.timeout(2 * WITHIN_MS);
    let database: OwnDatabase;
    let opened: ReturnType<typeof openTestElastic>;

    beforeEach(async () => {
      database = await openOwnDatabase();
      opened = openTestElastic();
    });
    afterEach(async () => {
      await opened.end();
      await database.end();
    });

    const connections = () => {
      const { elastic } = opened;
      return { db: database.db, now: Date.now, log: quietLog(), elastic };
    };
    const never = new AbortController().signal;

    async function find(words: string): Promise<string[]> {
      const { elastic } = opened;
      await elastic.client.indices.refresh({ index: elastic.name });
      const search = elasticSearch(elastic, WITHIN_MS);
      const unused = async () => {};
      const tested = {
        search,
        index: { put: unused, remove: unused },
        settle: unused,
        end: unused,
      };
      return (await look(tested, words, { nowMs: Date.now() })).auctionIds;
    }

    async function rename(auctionId: string, title: string): Promise<void> {
      await database.db.transaction(async (tx) => {
        await tx.update(auctions).set({ title }).where(eq(auctions.auctionId, auctionId));
        await markChanged(tx, auctionId, Date.now());
      });
    }

    it('is filled from the record, and follows what is committed and taken away', async () => {
      const { auctionId } = await addAuction(database.db, { title: '오래된 축음기' });
      await elasticWatch(connections(), opened.elastic, never)();
      expect(await find('축음기')).to.deep.equal([auctionId]);
      await rename(auctionId, '오래된 전축');
      await follow(connections());
      expect(await find('축음기')).to.deep.equal([]);
      expect(await find('전축')).to.deep.equal([auctionId]);
      await database.db.transaction(async (tx) => {
        await tx.delete(auctions).where(eq(auctions.auctionId, auctionId));
        await markChanged(tx, auctionId, Date.now());
      });
      await follow(connections());
      expect(await find('전축')).to.deep.equal([]);
    });

    it('is made anew on demand, also of what no mark told of', async () => {
      const { auctionId } = await addAuction(database.db, { title: '축음기' });
      expect(await refillElastic(connections(), opened.elastic)).to.equal(1);
      await database.db.update(auctions).set({ title: '전축' });
      await follow(connections());
      expect(await find('전축')).to.deep.equal([]);
      expect(await refillElastic(connections(), opened.elastic)).to.equal(1);
      expect(await find('전축')).to.deep.equal([auctionId]);
      expect(await listGenerations(opened.elastic)).to.have.length(1);
    });

    it('is filled by one when several see that there is none', async () => {
      await addAuction(database.db);
      const watches = [1, 2, 3].map(() => elasticWatch(connections(), opened.elastic, never)());
      await Promise.all(watches);
      expect(await listGenerations(opened.elastic)).to.have.length(1);
    });

    it('is left as it is by whoever is told to stop', async () => {
      await addAuction(database.db);
      await elasticWatch(connections(), opened.elastic, AbortSignal.abort())();
      expect((await listGenerations(opened.elastic)).filter((one) => one.isSearched)).to.deep.equal(
        [],
      );
      await elasticWatch(connections(), opened.elastic, never)();
      expect(await listGenerations(opened.elastic)).to.have.length(1);
    });

    it('keeps what waits for it while it is away, and catches up', async () => {
      const { auctionId } = await addAuction(database.db, { title: '축음기' });
      await elasticWatch(connections(), opened.elastic, never)();
      const away = connectElastic('http://127.0.0.1:9', opened.elastic.name);
      await rename(auctionId, '전축');
      await follow({ ...connections(), elastic: away });
      expect(await database.db.$count(searchQueues)).to.equal(1);
      await follow(connections());
      expect(await database.db.$count(searchQueues)).to.equal(0);
      expect(await find('전축')).to.deep.equal([auctionId]);
    });
  });
}

describe('the watch over an Elasticsearch that is away', () => {
  it('fails nobody, and is told once', async () => {
    const log = quietLog();
    const away = connectElastic('http://127.0.0.1:9', 'auctions');
    const database = await openOwnDatabase();
    const watch = elasticWatch({ db: database.db, log }, away, new AbortController().signal);
    await watch();
    await watch();
    expect(log.events.map(({ event }) => event)).to.deep.equal(['search.index-away']);
    await database.end();
  });
});
