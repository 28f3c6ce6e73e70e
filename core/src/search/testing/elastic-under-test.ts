import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { connectElastic } from '../elastic/connect-elastic.ts';
import type { Elastic } from '../elastic/connect-elastic.ts';
import { elasticIndex } from '../elastic/elastic-index.ts';
import { elasticSearch } from '../elastic/elastic-search.ts';
import { createGeneration, listGenerations, searchGeneration } from '../elastic/generations.ts';
import type { SearchUnderTest } from './search-under-test.ts';

const NAME_BYTES = 6;
/** A machine under test is busy, and a server that has just started is slow. */
const ANSWER_WITHIN_MS = 30_000;

/** Where the tests' Elasticsearch is; null where there is none, and then nobody tests with it. */
export function testElasticsearchUrl(): string | null {
  return process.env['ELASTICSEARCH_URL'] || null;
}

/** Indexes on the tests' Elasticsearch that nobody else sees; `end` deletes them. */
export function openTestElastic(): { elastic: Elastic; end: () => Promise<void> } {
  const url = testElasticsearchUrl();
  if (url === null) throw new Error('these tests need ELASTICSEARCH_URL; npm test sets it');
  const elastic = connectElastic(url, `test-${randomBytes(NAME_BYTES).toString('hex')}`);
  return {
    elastic,
    end: async () => {
      for (const { index } of await listGenerations(elastic)) {
        await elastic.client.indices.delete({ index });
      }
      await elastic.client.close();
    },
  };
}

/** An empty index and a search in it. */
export async function elasticUnderTest(): Promise<SearchUnderTest> {
  const { elastic, end } = openTestElastic();
  await searchGeneration(elastic, await createGeneration(elastic));
  return {
    search: elasticSearch(elastic, ANSWER_WITHIN_MS),
    index: elasticIndex(elastic),
    settle: async () => {
      await elastic.client.indices.refresh({ index: elastic.name });
    },
    end,
  };
}
