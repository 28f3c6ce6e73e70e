import { expect } from 'chai';
import { listing, look, NOW_MS, putAll } from './search-under-test.ts';
import type { SearchUnderTest } from './search-under-test.ts';

const LATER_US = 1_000_000_000;

/** What would be wrong if a search were less careful. */
export function describeCare(provide: () => Promise<SearchUnderTest>): void {
  let tested: SearchUnderTest;
  before(async () => {
    tested = await provide();
  });
  after(() => tested.end());

  const idsOf = async (words: string) => (await look(tested, words)).auctionIds;

  it('keeps what was read later, whichever is written last', async () => {
    const { index } = tested;
    await index.put([listing('raced', '나중글')], LATER_US);
    await index.put([listing('raced', '처음글')], LATER_US - 1);
    await index.remove(['raced'], LATER_US - 1);
    await tested.settle();
    expect(await idsOf('나중글')).to.deep.equal(['raced']);
    expect(await idsOf('처음글')).to.deep.equal([]);
  });

  it('takes in whatever people may call a category, a hashtag or a thing', async () => {
    const longest = '뷁'.repeat(40);
    const unfolded = 'ﷺ'.repeat(20);
    const hashtags = [longest, unfolded];
    const given = { categoryNames: [longest], hashtags, description: unfolded };
    await putAll(tested, [listing('odd', `기이한 ${longest} ${unfolded}`, given)]);
    expect(await idsOf('기이한')).to.deep.equal(['odd']);
  });

  it('takes nothing for misspelt that stands somewhere, whatever the filters leave of it', async () => {
    const both = [
      listing('written-so', '라벤더', { bidCount: 1, closesAtMs: NOW_MS + 2_000 }),
      listing('misspelt', '라밴더', { closesAtMs: NOW_MS + 1_000 }),
    ];
    await putAll(tested, both);
    for (const filter of [
      { noBids: true },
      { closesBeforeMs: NOW_MS + 1_500 },
      { minKrw: 90_000_000 },
      { state: 'ended' as const },
    ]) {
      const { auctionIds, total, facets } = await look(tested, '라벤더', filter);
      const said = JSON.stringify(filter);
      expect({ auctionIds, count: total.count }, said).to.deep.equal({ auctionIds: [], count: 0 });
      expect(facets.categories, said).to.deep.equal([]);
    }
  });
}
