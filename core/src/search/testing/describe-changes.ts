import { expect } from 'chai';
import { listing, look, NOW_MS, putAll, removeAll } from './search-under-test.ts';
import type { SearchUnderTest } from './search-under-test.ts';

/** What is put in and taken out again. */
export function describeChanges(provide: () => Promise<SearchUnderTest>): void {
  let tested: SearchUnderTest;
  before(async () => {
    tested = await provide();
  });
  after(() => tested.end());

  const idsOf = async (words: string) => (await look(tested, words)).auctionIds;
  const textsFor = async (typed: string) =>
    (await tested.search.suggest(typed, 10)).map(({ text }) => text);

  it('finds nothing while it is empty', async () => {
    expect(await idsOf('무엇')).to.deep.equal([]);
    expect(await tested.search.suggest('무', 10)).to.deep.equal([]);
  });

  it('follows changed words, and forgets what no longer stands there', async () => {
    await putAll(tested, [listing('thing', '자전거', { description: '파란 것' })]);
    expect(await idsOf('자전거')).to.deep.equal(['thing']);
    await putAll(tested, [listing('thing', '오토바이', { description: '빨간 것' })]);
    expect(await idsOf('자전거')).to.deep.equal([]);
    expect(await idsOf('파란')).to.deep.equal([]);
    expect(await idsOf('오토바이 빨간')).to.deep.equal(['thing']);
    expect(await textsFor('자전')).to.deep.equal([]);
    expect(await textsFor('오토')).to.deep.equal(['오토바이']);
  });

  it('follows price, bids and standing while the words stay', async () => {
    const bicycle = listing('bike', '세발이', { priceKrw: 1_000 });
    await putAll(tested, [bicycle]);
    await putAll(tested, [{ ...bicycle, priceKrw: 70_000, bidCount: 2 }]);
    expect((await look(tested, '세발이', { minKrw: 60_000 })).auctionIds).to.deep.equal(['bike']);
    expect((await look(tested, '세발이', { noBids: true })).auctionIds).to.deep.equal([]);
    await putAll(tested, [{ ...bicycle, state: 'sold', closesAtMs: NOW_MS - 1 }]);
    expect(await idsOf('세발이')).to.deep.equal([]);
    expect((await look(tested, '세발이', { state: 'ended' })).auctionIds).to.deep.equal(['bike']);
  });

  it('keeps one document an auction, however often it is put in', async () => {
    const again = [listing('twice', '쌍둥이'), listing('other', '쌍둥이 아님')];
    await putAll(tested, again);
    await putAll(tested, again);
    const { auctionIds, total } = await look(tested, '쌍둥이');
    expect(auctionIds).to.have.members(['twice', 'other']);
    expect(total.count).to.equal(2);
  });

  it('no longer finds what was taken out, nor goes on with its words', async () => {
    await putAll(tested, [listing('gone', '사라질것', { hashtags: ['곧사라짐'] })]);
    expect(await idsOf('사라질것')).to.deep.equal(['gone']);
    await removeAll(tested, ['gone', 'never-was']);
    await removeAll(tested, ['gone']);
    expect(await idsOf('사라질것')).to.deep.equal([]);
    expect(await textsFor('사라')).to.deep.equal([]);
    expect(await textsFor('곧사')).to.deep.equal([]);
  });
}
