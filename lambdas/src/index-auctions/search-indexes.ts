import { embeddedIndex } from '@sagopalgo/core/search/embedded/embedded-index.ts';
import { elasticIndex } from '@sagopalgo/core/search/elastic/elastic-index.ts';
import type { SearchIndex } from '@sagopalgo/core/search/search-index.ts';
import type { Connections } from '../connections.ts';

/** An index that is kept up to date, and the name that its queue has. */
export interface NamedIndex {
  name: string;
  index: SearchIndex;
  /**
   * On a server of its own: it is filled by a way of its own, and written to apart, so that it holds up nobody
   * while that does not answer.
   */
  isElsewhere?: true;
}

/** Every index that there is to keep. */
export function searchIndexes({ db, elastic }: Pick<Connections, 'db' | 'elastic'>): NamedIndex[] {
  const embedded = { name: 'embedded', index: embeddedIndex(db) };
  if (!elastic) return [embedded];
  return [embedded, { name: 'elasticsearch', index: elasticIndex(elastic), isElsewhere: true }];
}
