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

describe('the embedded search among many words that are near each other', () => {
  let tested: SearchUnderTest;
  before(async () => {
    tested = await provide();
  });
  after(() => tested.end());

  it('finds a misspelt word that is seldom written among many that are near it and written more', async () => {
    const inAll = (first: string, count: number, from = 0xac00) =>
      Array.from({ length: count }, (_, at) => `${first}${String.fromCodePoint(from + at * 7)}`);
    const many = ['라이', '라미', '라노', '라두'].flatMap((first) => inAll(first, 398));
    const oneStroke = Array.from({ length: 21 }, (_, vowel) => 0xce74 + vowel * 28);
    const closest = oneStroke.map((code) => `라이${String.fromCodePoint(code)}`);
    const kept = [...many, ...closest].filter((word) => word !== '라이카' && word !== '라이커');
    const commons = Array.from({ length: 2 }, (_, copy) =>
      Array.from({ length: Math.ceil(kept.length / 100) }, (__, part) =>
        listing(`common-${copy}-${part}`, '많은 것', {
          description: '',
          hashtags: kept.slice(part * 100, (part + 1) * 100),
        }),
      ),
    ).flat();
    await putAll(tested, [...commons, listing('rare', '라이카')]);
    expect((await look(tested, '라이커')).auctionIds).to.include('rare');
  });
});
