import { openOwnDatabase } from '../../testing/own-database.ts';
import { describeSearch } from '../testing/describe-search.ts';
import { embeddedIndex } from './embedded-index.ts';
import { embeddedSearch } from './embedded-search.ts';

describeSearch('the embedded search', async () => {
  const { db, end } = await openOwnDatabase();
  const settle = () => Promise.resolve();
  return { search: embeddedSearch(db), index: embeddedIndex(db), settle, end };
});
