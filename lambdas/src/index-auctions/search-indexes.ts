import { embeddedIndex } from '@sagopalgo/core/search/embedded/embedded-index.ts';
import { TOKENS_VERSION } from '@sagopalgo/core/search/embedded/tokens.ts';
import { elasticIndex } from '@sagopalgo/core/search/elastic/elastic-index.ts';
import type { SearchIndex } from '@sagopalgo/core/search/search-index.ts';
import type { Connections } from '../connections.ts';

/** An index that is kept up to date, and the name that its queue has. */
export interface NamedIndex {
  name: string;
  index: SearchIndex;
  /** The name under which is noted how far it is filled: with another one it is filled anew. */
  filledAs?: string;
  /**
   * On a server of its own: it is filled by a way of its own, and written to apart, so that it holds up nobody
   * while that does not answer.
   */
  isElsewhere?: true;
}

/** Every index that there is to keep. */
export function searchIndexes({ db, elastic }: Pick<Connections, 'db' | 'elastic'>): NamedIndex[] {
  const filledAs = `embedded-${TOKENS_VERSION}`;
  const embedded = { name: 'embedded', index: embeddedIndex(db), filledAs };
  if (!elastic) return [embedded];
  return [embedded, { name: 'elasticsearch', index: elasticIndex(elastic), isElsewhere: true }];
}
