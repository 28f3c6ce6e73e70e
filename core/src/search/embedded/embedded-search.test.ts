import { expect } from 'chai';
import { openOwnDatabase } from '../../testing/own-database.ts';
import { SearchAwayError } from '../auction-search.ts';
import { describeSearch } from '../testing/describe-search.ts';
import { listing, look, putAll } from '../testing/search-under-test.ts';
import type { SearchUnderTest } from '../testing/search-under-test.ts';
import { embeddedIndex } from './embedded-index.ts';
import { embeddedSearch } from './embedded-search.ts';
import type { EmbeddedLimits } from './embedded-search.ts';

async function provide(limits?: EmbeddedLimits): Promise<SearchUnderTest> {
  const { db, end } = await openOwnDatabase();
  const settle = () => Promise.resolve();
  return { search: embeddedSearch(db, limits), index: embeddedIndex(db), settle, end };
}

describeSearch('the embedded search', () => provide());

describe('the embedded search with little to spare', () => {
  let tested: SearchUnderTest;
  before(async () => {
    tested = await provide({ atOnce: 1, waitingMax: 2, withinMs: 10_000 });
    await putAll(tested, [listing('lamp', '등잔')]);
  });
  after(() => tested.end());

  it('turns down what it has no place for, and answers the rest', async () => {
    const asked = Array.from({ length: 20 }, () =>
      look(tested, '등잔').catch((error: unknown) => error),
    );
    const answers = await Promise.all(asked);
    expect(answers.some((answer) => answer instanceof SearchAwayError)).to.equal(true);
    expect((await look(tested, '등잔')).auctionIds).to.deep.equal(['lamp']);
  });
});
