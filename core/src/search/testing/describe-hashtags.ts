import { expect } from 'chai';
import type { SearchPage, SearchQuery } from '../auction-search.ts';
import { listing, look, NOW_MS, putAll, removeAll } from './search-under-test.ts';
import type { SearchUnderTest } from './search-under-test.ts';

const ENDED = { state: 'sold' as const, closesAtMs: NOW_MS - 1 };
const COMING = { state: 'scheduled' as const, opensAtMs: NOW_MS + 60_000 };

const LISTINGS = [
  listing('one', '라이카 카메라', { hashtags: ['필름', 'm6'], closesAtMs: NOW_MS + 2_000 }),
  listing('two', '캐논 카메라', { hashtags: ['필름'], closesAtMs: NOW_MS + 1_000, bidCount: 2 }),
  listing('sold', '니콘 카메라', { hashtags: ['필름'], ...ENDED }),
  listing('coming', '펜탁스 카메라', { hashtags: ['필름'], ...COMING }),
  // What a search for the word would find.
  listing('longer', '필름', { hashtags: ['필름사진', '흑백필름'], description: '필름 #필름' }),
  listing('in-title', '필름 스캐너', { categoryNames: ['필름'] }),
  listing('accents', '포스터', { hashtags: ['café', '필름_카메라'] }),
  listing('odd', '달력', { hashtags: ['7', '2024', '뷁'.repeat(20), 'ㅋㅋ'] }),
];

/** What has a hashtag, to the letter, and the list of it, which is as any other. */
export function describeHashtags(provide: () => Promise<SearchUnderTest>): void {
  let tested: SearchUnderTest;
  before(async () => {
    tested = await provide();
    await putAll(tested, LISTINGS);
  });
  after(() => tested.end());

  const find: Find = (hashtag, given = {}) =>
    look(tested, '', { hashtag, sort: 'ending', ...given });
  toTheLetter(find);
  asLists(find, () => tested);
}

/** Looks for all that has a hashtag, what ends soon first. */
type Find = (hashtag: string, given?: Partial<SearchQuery>) => Promise<SearchPage>;

function idsBy(find: Find) {
  return async (...asked: Parameters<Find>) => (await find(...asked)).auctionIds;
}

function toTheLetter(find: Find): void {
  const idsOf = idsBy(find);

  it('finds what has just that hashtag, and nothing that has it as a word or a part', async () => {
    expect(await idsOf('필름')).to.deep.equal(['two', 'one']);
    expect(await idsOf('필름사진')).to.deep.equal(['longer']);
    expect(await idsOf('필름_카메라')).to.deep.equal(['accents']);
    for (const other of ['필', '필르', '카메라', '라이카', '사진', 'ㅍㄹ', 'vlffma', 'm']) {
      expect(await idsOf(other), other).to.deep.equal([]);
    }
  });

  it('takes it whatever its case, width and accents, and whatever may be one', async () => {
    for (const same of ['M6', 'Ｍ６', 'm6']) expect(await idsOf(same), same).to.deep.equal(['one']);
    for (const same of ['cafe', 'CAFÉ', 'cafe\u0301']) {
      expect(await idsOf(same), same).to.deep.equal(['accents']);
    }
    for (const hashtag of ['7', '2024', '뷁'.repeat(20), 'ㅋㅋ']) {
      expect(await idsOf(hashtag), hashtag).to.deep.equal(['odd']);
    }
    for (const hostile of [
      '*',
      '+0h',
      '"',
      '필름*',
      '필름|t',
      "' OR 1=1",
      '뷁'.repeat(500),
      '🎁',
    ]) {
      expect(await idsOf(hostile), hostile).to.deep.equal([]);
    }
  });
}

function asLists(find: Find, provided: () => SearchUnderTest): void {
  const idsOf = idsBy(find);

  it('filters and counts as any search, within the hashtag', async () => {
    const { total, facets } = await find('필름');
    expect(total).to.deep.equal({ count: 2, isExact: true });
    expect(facets.states.map(({ state, count }) => `${state} ${count}`)).to.deep.equal([
      ...['coming 1', 'live 2', 'ended 1'],
    ]);
    expect(facets.categories).to.deep.equal([{ categoryId: 'etc', count: 2 }]);
    expect(await idsOf('필름', { noBids: true })).to.deep.equal(['one']);
    expect(await idsOf('필름', { state: 'ended' })).to.deep.equal(['sold']);
    expect(await idsOf('필름', { state: 'coming' })).to.deep.equal(['coming']);
    expect(await idsOf('필름', { sort: 'bids' })).to.deep.equal(['two', 'one']);
    expect(await idsOf('필름', { sort: 'relevance' })).to.deep.equal(['two', 'one']);
  });

  it('looks for words among what has it, and puts those right where none of it has them', async () => {
    const found = await look(provided(), '카메라', { hashtag: '필름' });
    expect(found.auctionIds).to.have.members(['one', 'two']);
    expect((await look(provided(), '라이커', { hashtag: '필름' })).auctionIds).to.deep.equal([
      'one',
    ]);
    expect((await look(provided(), '포스터', { hashtag: '필름' })).auctionIds).to.deep.equal([]);
    // Nothing of this is a word, so nothing has it.
    expect((await look(provided(), '%_*', { hashtag: '필름' })).auctionIds).to.deep.equal([]);
  });

  it('goes on from page to page, and takes no cursor of another hashtag', async () => {
    const first = await find('필름', { limit: 1 });
    expect(first.auctionIds).to.deep.equal(['two']);
    const { nextCursor: cursor } = first;
    expect(await idsOf('필름', { limit: 1, cursor })).to.deep.equal(['one']);
    for (const hashtag of ['필름사진', null]) {
      const words = hashtag === null ? '카메라' : '';
      const other = look(provided(), words, { hashtag, sort: 'ending', limit: 1, cursor });
      expect(await other.catch((error: Error) => error)).to.include({ code: 'INVALID_REQUEST' });
    }
  });

  it('follows what a seller changes', async () => {
    await putAll(provided(), [listing('moved', '물건', { hashtags: ['처음'] })]);
    expect(await idsOf('처음')).to.deep.equal(['moved']);
    await putAll(provided(), [listing('moved', '물건', { hashtags: ['나중'] })]);
    expect(await idsOf('처음')).to.deep.equal([]);
    expect(await idsOf('나중')).to.deep.equal(['moved']);
    await removeAll(provided(), ['moved']);
    expect(await idsOf('나중')).to.deep.equal([]);
  });
}
