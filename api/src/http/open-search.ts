import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import type { AuctionSearch } from '@sagopalgo/core/search/auction-search.ts';
import { connectElastic } from '@sagopalgo/core/search/elastic/connect-elastic.ts';
import { elasticSearch } from '@sagopalgo/core/search/elastic/elastic-search.ts';
import { embeddedHashtags } from '@sagopalgo/core/search/embedded/embedded-hashtags.ts';
import type { FindHashtags } from '@sagopalgo/core/search/embedded/embedded-hashtags.ts';
import {
  embeddedSearch,
  SEARCHES_AT_ONCE,
} from '@sagopalgo/core/search/embedded/embedded-search.ts';
import { searchWithFallback } from '@sagopalgo/core/search/fallback/fallback-search.ts';
import type { ApiConfig } from '../config.ts';
import type { ApiMetrics } from './api-metrics.ts';

/** A search that somebody has to end. */
export interface OwnedSearch {
  search: AuctionSearch;
  hashtags: FindHashtags;
  end: () => Promise<void>;
}

/**
 * The search that the configuration names: Elasticsearch with the embedded one behind it, or that alone. None of
 * their servers needs to answer yet.
 */
export function openSearch(
  config: Pick<ApiConfig, 'MYSQL_URL' | 'ELASTICSEARCH_URL' | 'ELASTICSEARCH_INDEX'>,
  { log, metrics }: { log: Log; metrics: ApiMetrics },
): OwnedSearch {
  const { MYSQL_URL: mysqlUrl, ELASTICSEARCH_URL: url, ELASTICSEARCH_INDEX: name } = config;
  // Connections of its own: searches that take long keep nobody else waiting.
  const { db, end } = connectMysql(mysqlUrl, SEARCHES_AT_ONCE);
  const embedded = embeddedSearch(db);
  const hashtags = embeddedHashtags(db);
  if (url === undefined) return { search: counted(embedded, metrics), hashtags, end };
  const elastic = connectElastic(url, name);
  const search = searchWithFallback({
    elasticsearch: elasticSearch(elastic),
    embedded,
    nowMs: () => performance.now(),
    answered: (adapter) => metrics.searchAnswered(adapter),
    away: (error) => log.warn('search.away', { reason: error.message }),
    back: () => log.info('search.back', {}),
    faulty: (error) => log.error('search.failed', { error }),
  });
  const endBoth = async (): Promise<void> => {
    await elastic.client.close();
    await end();
  };
  return { search, hashtags, end: endBoth };
}

function counted(search: AuctionSearch, metrics: ApiMetrics): AuctionSearch {
  const count = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    const told = await answer;
    metrics.searchAnswered('embedded');
    return told;
  };
  return {
    find: (query) => count(search.find(query)),
    suggest: (typed, limit) => count(search.suggest(typed, limit)),
  };
}
