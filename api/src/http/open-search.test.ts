import { expect } from 'chai';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { elasticIndex } from '@sagopalgo/core/search/elastic/elastic-index.ts';
import { createGeneration, searchGeneration } from '@sagopalgo/core/search/elastic/generations.ts';
import { embeddedIndex } from '@sagopalgo/core/search/embedded/embedded-index.ts';
import { readDocuments } from '@sagopalgo/core/search/read-documents.ts';
import { openTestElastic } from '@sagopalgo/core/search/testing/elastic-under-test.ts';
import { testElasticsearchUrl } from '@sagopalgo/core/search/testing/elastic-under-test.ts';
import { look } from '@sagopalgo/core/search/testing/search-under-test.ts';
import { addAuction, eventually, quietLog, testUrls } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { createApiMetrics } from './api-metrics.ts';
import { openSearch } from './open-search.ts';

const NOBODY = 'http://127.0.0.1:9';

/** An api that has one auction, which the embedded index knows. */
async function apiWithAuction(word: string, env: Record<string, string>) {
  const api = await startApi(() => ({}), env);
  const { userId: sellerId } = await addPersonWithToken(api.deps);
  const { auctionId } = await addAuction(api.deps.db, { sellerId, title: `책상 ${word}` });
  const read = await readDocuments(api.deps.db, [auctionId]);
  await embeddedIndex(api.deps.db).put(read.documents, read.readAtUs);
  return { api, auctionId, read };
}

const find = async (api: ApiUnderTest, words: string) => {
  const { status, body } = await api.call('GET', `/auctions?q=${encodeURIComponent(words)}`);
  expect(status, JSON.stringify(body)).to.equal(200);
  return body.items.map((item) => item.auctionId);
};

describe('an api whose Elasticsearch is away', () => {
  it('answers searches all the same, and is ready', async () => {
    const { api, auctionId } = await apiWithAuction('zqaway', { ELASTICSEARCH_URL: NOBODY });
    for (let time = 0; time < 4; time += 1) {
      expect(await find(api, '책상 zqaway')).to.deep.equal([auctionId]);
    }
    expect(api.log.events.filter(({ event }) => event === 'search.away')).to.have.length(1);
    expect((await fetch(`${api.url}/healthz/ready`)).status).to.equal(200);
    const { status } = await api.call('GET', `/search/suggestions?q=${encodeURIComponent('책')}`);
    expect(status).to.equal(200);
    await api.end();
  });

  it('counts by what answered', async () => {
    const metrics = createMetrics('search-test');
    const { search, end } = openSearch(
      {
        MYSQL_URL: testUrls().mysqlUrl,
        ELASTICSEARCH_URL: NOBODY,
        ELASTICSEARCH_INDEX: 'auctions',
      },
      { log: quietLog(), metrics: createApiMetrics(metrics) },
    );
    const unused = async () => {};
    await look({ search, index: { put: unused, remove: unused }, settle: unused, end }, '책상');
    await end();
    expect(await metrics.registry.metrics()).to.match(/searches_total\{adapter="embedded",.*\} 1/);
  });
});

if (testElasticsearchUrl() !== null) {
  describe('an api with an Elasticsearch', function () {
    this.timeout(60_000);

    it('answers searches from it', async () => {
      const opened = openTestElastic();
      const { elastic } = opened;
      await searchGeneration(elastic, await createGeneration(elastic));
      const url = testElasticsearchUrl() ?? '';
      const { api, auctionId, read } = await apiWithAuction('zqthere', {
        ELASTICSEARCH_URL: url,
        ELASTICSEARCH_INDEX: elastic.name,
      });
      const only = read.documents.map((document) => ({ ...document, title: '탁자 zqthere' }));
      await elasticIndex(elastic).put(only, read.readAtUs);
      await elastic.client.indices.refresh({ index: elastic.name });
      // Nobody but Elasticsearch knows it by that word.
      const found = await eventually(async () => {
        const ids = await find(api, '탁자 zqthere');
        return ids.length > 0 && ids;
      });
      expect(found).to.deep.equal([auctionId]);
      await api.end();
      await opened.end();
    });
  });
}
