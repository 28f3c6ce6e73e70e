import { connectElastic } from '@sagopalgo/core/search/elastic/connect-elastic.ts';
import { DEFAULT_INDEX } from '@sagopalgo/core/search/search-config.ts';
import type { Connections } from '@sagopalgo/lambdas/src/connections.ts';
import { refillElastic } from '@sagopalgo/lambdas/src/index-auctions/refill-elastic.ts';
import { LockTakenError } from '@sagopalgo/lambdas/src/record-bids/named-lock.ts';

/** Makes the index of Elasticsearch anew while searches go on; says how many auctions are in it. */
export async function reindexSearch(
  connections: Pick<Connections, 'db' | 'log'>,
  elasticsearchUrl: string | null,
  name: string | undefined,
): Promise<string> {
  if (elasticsearchUrl === null) {
    throw new Error(
      'ELASTICSEARCH_URL is not set: the search works on MySQL, with no index to make.',
    );
  }
  const elastic = connectElastic(elasticsearchUrl, name || DEFAULT_INDEX);
  try {
    const count = await refillElastic(connections, elastic);
    return `Searches are answered from a new index of ${count} auctions.`;
  } catch (error) {
    if (!(error instanceof LockTakenError)) throw error;
    throw new Error('A new index is being made already; try again when that is done.', {
      cause: error,
    });
  } finally {
    await elastic.client.close();
  }
}
