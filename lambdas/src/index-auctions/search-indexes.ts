import { embeddedIndex } from '@sagopalgo/core/search/embedded/embedded-index.ts';
import type { SearchIndex } from '@sagopalgo/core/search/search-index.ts';
import type { Connections } from '../connections.ts';

/** An index that is kept up to date, and the name that its queue has. */
export interface NamedIndex {
  name: string;
  index: SearchIndex;
}

/** Every index that there is to keep. */
export function searchIndexes({ db }: Pick<Connections, 'db'>): NamedIndex[] {
  return [{ name: 'embedded', index: embeddedIndex(db) }];
}
