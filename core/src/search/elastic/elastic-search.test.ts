import { createServer } from 'node:http';
import { expect } from 'chai';
import { closeServer, listen } from '../../runtime/internal-server.ts';
import { SearchAwayError } from '../auction-search.ts';
import type { AuctionSearch } from '../auction-search.ts';
import { describeSearch } from '../testing/describe-search.ts';
import { elasticUnderTest, openTestElastic } from '../testing/elastic-under-test.ts';
import { testElasticsearchUrl } from '../testing/elastic-under-test.ts';
import { listing, look, putAll } from '../testing/search-under-test.ts';
import { connectElastic } from './connect-elastic.ts';
import { elasticSearch } from './elastic-search.ts';

/** What comes of looking for something. */
const outcome = (search: AuctionSearch): Promise<unknown> => {
  const nothing = { index: { put: unused, remove: unused }, settle: unused, end: unused };
  return look({ search, ...nothing }, '책상').catch((error: unknown) => error);
};
const unused = (): Promise<void> => Promise.reject(new Error('nothing is written here'));

if (testElasticsearchUrl() !== null) {
  describeSearch('a search in Elasticsearch', elasticUnderTest);

  describe('a search in Elasticsearch', () => {
    it('knows Chinese characters by how they are read, and the stems of verbs', async () => {
      const tested = await elasticUnderTest();
      const screen = listing('screen', '屛風 여덟 폭', { description: '손으로 만들었어요.' });
      await putAll(tested, [screen, listing('other', '다른 것')]);
      expect((await look(tested, '병풍')).auctionIds).to.deep.equal(['screen']);
      expect((await look(tested, '만들다')).auctionIds).to.deep.equal(['screen']);
      expect((await look(tested, '만나다')).auctionIds).to.deep.equal([]);
      await tested.end();
    });

    it('is away while there is no index', async () => {
      const { elastic, end } = openTestElastic();
      expect(await outcome(elasticSearch(elastic))).to.be.instanceOf(SearchAwayError);
      await end();
    });
  });
}

describe('a search in an Elasticsearch that does not answer', function () {
  this.timeout(10_000);

  it('is away where nobody listens', async () => {
    const elastic = connectElastic('http://127.0.0.1:9', 'auctions');
    expect(await outcome(elasticSearch(elastic))).to.be.instanceOf(SearchAwayError);
  });

  it('is away when it is slow or answers something else', async () => {
    const replies = [500, 503, 429, 200, null];
    const server = createServer((_, reply) => {
      const status = replies.shift();
      if (typeof status === 'number') reply.writeHead(status).end('<html>');
    });
    const port = await listen(server, '127.0.0.1', 0);
    const search = elasticSearch(connectElastic(`http://127.0.0.1:${port}`, 'auctions'));
    while (replies.length > 0) {
      const asked = replies[0];
      expect(await outcome(search), String(asked)).to.be.instanceOf(SearchAwayError);
    }
    server.closeAllConnections();
    await closeServer(server);
  });
});
