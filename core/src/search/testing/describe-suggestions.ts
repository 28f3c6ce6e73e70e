import { expect } from 'chai';
import { listing, putAll } from './search-under-test.ts';
import type { SearchUnderTest } from './search-under-test.ts';

const LIMIT = 10;

const LISTINGS = [
  listing('a', '책상', { categoryId: 'furniture', categoryNames: ['가구'] }),
  listing('b', '원목 책상을 팝니다', { hashtags: ['책상', '책장'] }),
  listing('c', '책상', { categoryId: 'furniture', categoryNames: ['가구'] }),
  listing('d', '책장', { description: '책갈피는 없어요.' }),
  listing('e', '책장', {}),
  listing('f', '책가방', {}),
  listing('g', '라이카M6', { categoryId: 'cameras', categoryNames: ['카메라'] }),
  listing('h', 'Leica 렌즈', { categoryId: 'cameras', categoryNames: ['카메라'] }),
  listing('i', '서랍장', { categoryId: 'chests', categoryNames: ['옷장|수납장'] }),
];

/** How what is typed goes on. */
export function describeSuggestions(provide: () => Promise<SearchUnderTest>): void {
  let tested: SearchUnderTest;
  before(async () => {
    tested = await provide();
    await putAll(tested, LISTINGS);
  });
  after(() => tested.end());

  const textsFor = async (typed: string, limit = LIMIT) =>
    (await tested.search.suggest(typed, limit)).map(({ text }) => text);

  it('goes on with words of titles and hashtags, most used first, none twice', async () => {
    expect(await textsFor('책')).to.deep.equal(['책상', '책장', '책가방']);
    expect(await textsFor('책', 2)).to.deep.equal(['책상', '책장']);
  });

  it('goes on from jamo, half a syllable, initial consonants and another keyboard', async () => {
    for (const typed of ['ㅊㅐㄱㅅ', '책ㅅ', '책사', 'ㅊㅅ', 'cortk']) {
      expect(await textsFor(typed), typed)
        .to.include('책상')
        .and.not.include('책장');
    }
    expect(await textsFor('ㅊㄱ')).to.deep.equal(['책가방']);
    expect(await textsFor('LEI')).to.deep.equal(['leica']);
    expect(await textsFor('라이카m')).to.deep.equal(['라이카m6']);
  });

  it('keeps the words before the one that is being typed', async () => {
    expect(await textsFor('원목 책ㅅ')).to.deep.equal(['원목 책상']);
  });

  it('names a category with its id', async () => {
    expect(await tested.search.suggest('카메', LIMIT)).to.deep.equal([
      { text: '카메라', kind: 'category', categoryId: 'cameras' },
    ]);
    const [hashtag] = await tested.search.suggest('책장', LIMIT);
    expect(hashtag).to.not.have.property('categoryId');
  });

  it('names it as it is called, whatever stands in that', async () => {
    expect(await tested.search.suggest('옷장', LIMIT)).to.deep.equal([
      { text: '옷장|수납장', kind: 'category', categoryId: 'chests' },
    ]);
  });

  it('has nothing to add to what is no word, and to what nobody wrote', async () => {
    const typed = ['없는말', '%', '_', '*', '"', '\\', '🎁', 'ㅋㅋㅋ', '책상'.repeat(50)];
    for (const words of typed) {
      expect(await textsFor(words), words).to.deep.equal([]);
    }
  });
}
