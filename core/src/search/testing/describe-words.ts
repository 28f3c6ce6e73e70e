import { expect } from 'chai';
import { SOME_LISTINGS } from './some-listings.ts';
import { look, putAll } from './search-under-test.ts';
import type { SearchUnderTest } from './search-under-test.ts';

const DESKS = ['oak-desk', 'steel-desk', 'chair'];

/** What is written on the left finds exactly what is on the right. */
const FINDS: readonly [says: string, found: Record<string, readonly string[]>][] = [
  [
    'looks in title, description, category and hashtags',
    {
      클래식: ['leica'],
      서랍이: ['oak-desk'],
      카메라: ['leica', 'canon'],
      살림: DESKS,
      필름사진: ['leica'],
      '#빈티지가구': ['oak-desk'],
    },
  ],
  [
    'wants all words to be there, wherever each stands',
    {
      '책상 철제': ['steel-desk'],
      '의자 책상': ['chair'],
      '가구 서랍': ['oak-desk'],
      '라이카 책상': [],
      '책상, 원목!': ['oak-desk'],
    },
  ],
  [
    'sees through particles and parts of compounds',
    {
      책상: DESKS,
      책상을: DESKS,
      책상이: DESKS,
      책상에서: DESKS,
      원목책상: ['oak-desk'],
      사무실: ['steel-desk'],
      라이카의: ['leica'],
      빈티지: ['oak-desk'],
    },
  ],
  [
    'takes scripts, letters and digits apart',
    {
      라이카M6: ['leica'],
      '라이카 m6': ['leica'],
      M6: ['leica'],
      'leica m6': ['leica'],
      m6를: ['leica'],
      'eos 5d': ['canon'],
      eos5d: ['canon'],
      'EOS-5D': ['canon'],
      '5d': ['canon'],
      1200: ['oak-desk'],
      1969: ['watch'],
      屛風: ['screen'],
      風: ['screen'],
    },
  ],
  [
    'minds neither case nor width nor accents nor how Unicode composes',
    {
      omega: ['watch'],
      ＯＭＥＧＡ: ['watch'],
      LEICA: ['leica'],
      cafe: ['poster'],
      CAFÉ: ['poster'],
      'mark iv': ['canon'],
      청자: ['celadon'],
      ['매병'.normalize('NFD')]: ['celadon'],
      ['의자'.normalize('NFD')]: ['chair'],
    },
  ],
  [
    'forgives one jamo or letter: another, a missing, a needless one, two that changed places',
    {
      라이커: ['leica'],
      캐메라: ['leica', 'canon'],
      으자: ['chair'],
      비트즈: ['record'],
      스피드마스타: ['watch'],
      빈티지가그: ['oak-desk'],
      omgea: ['watch'],
      omga: ['watch'],
      omegga: ['watch'],
      '라이커 m6': ['leica'],
      나이아가라: [],
      m7: [],
      1201: [],
    },
  ],
  [
    'takes jamo as they are typed on the way',
    {
      ㅊㅐㄱㅅㅏㅇ: DESKS,
      책ㅅ: DESKS,
      책사: DESKS,
      라이ㅋ: ['leica'],
      '원목 ㅊㅐㄱ': ['oak-desk'],
      시계ㄱ: [],
    },
  ],
  [
    'takes whole syllables for what they are',
    { 강: [], 산: [], 책: DESKS, 가위: ['scissors'], 새: ['screen'] },
  ],
  ['reads Korean typed on an English keyboard', { cortkd: DESKS, fkdlzk: ['leica'] }],
];

/** Words that mean something to a server, and such as mean nothing to anybody. */
const FINDS_NOTHING = [
  ...['+', '-', '*', '"', "'", '%', '_', '()', '~', '@', '<>', '\\', '&&', '||', '!', '?', ':'],
  ...['...', '・・・', '\u200b', '\u3000-', '🎁', '👨‍👩‍👧', '\ufffd', '\u0301'],
  ...['"' + '('.repeat(99), '없'.repeat(100), 'x'.repeat(100), 'ㅋ'.repeat(100), 'a b '.repeat(25)],
  ...["') OR 1=1 -- 무엇", '+없는말 -책상', 'title:없음', '{"query":"없음"}', 'null없음'],
];

/** The same with what is there: none of it is taken for an operator. */
const FINDS_CHAIR = ['의자*', '+의자', '-의자', '"의자"', '(의자', "의자'", '의자%', '의자 🎁'];

/** Which words find what. */
export function describeWords(provide: () => Promise<SearchUnderTest>): void {
  let tested: SearchUnderTest;
  before(async () => {
    tested = await provide();
    await putAll(tested, SOME_LISTINGS);
  });
  after(() => tested.end());

  for (const [says, found] of FINDS) {
    it(says, async () => {
      for (const [words, expected] of Object.entries(found)) {
        const { auctionIds, total } = await look(tested, words);
        expect(auctionIds, words).to.have.members([...expected]);
        expect(total, words).to.deep.equal({ count: expected.length, isExact: true });
      }
    });
  }

  it('finds by initial consonants', async () => {
    for (const [words, expected] of Object.entries({
      ㅊㅅ: ['oak-desk', 'steel-desk'],
      ㄹㅇㅋ: ['leica'],
      'ㄹㅇㅋ m6': ['leica'],
      ㅂㅇㄹ: ['chair'],
      ㅋㅁㄹ: ['leica', 'canon'],
    })) {
      expect((await look(tested, words)).auctionIds, words).to.include.members(expected);
    }
    expect((await look(tested, 'ㅋㅋㅎㅎ')).auctionIds).to.deep.equal([]);
  });

  it('tells first what has the words in its title', async () => {
    const { auctionIds } = await look(tested, '책상');
    expect(auctionIds.at(-1)).to.equal('chair');
  });

  it('finds nothing by what is no word, and takes nothing for an operator', async () => {
    for (const words of FINDS_NOTHING) {
      const { auctionIds, nextCursor, total, facets } = await look(tested, words);
      expect({ words, auctionIds, nextCursor, total, categories: facets.categories }).to.deep.equal(
        {
          words,
          auctionIds: [],
          nextCursor: null,
          total: { count: 0, isExact: true },
          categories: [],
        },
      );
    }
    for (const words of FINDS_CHAIR) {
      expect((await look(tested, words)).auctionIds, words).to.deep.equal(['chair']);
    }
  });
}
