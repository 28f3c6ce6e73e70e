import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { SearchAwayError } from '@sagopalgo/core/search/auction-search.ts';
import { embeddedIndex } from '@sagopalgo/core/search/embedded/embedded-index.ts';
import { listing } from '@sagopalgo/core/search/testing/search-under-test.ts';
import { Pacer } from '../http/pacer.ts';
import { startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

const STATUS_TOO_MANY = 429;
const STATUS_AWAY = 503;

describe('suggesting words', () => {
  let api: ApiUnderTest;
  beforeEach(async () => {
    api = await startApi();
  });
  afterEach(() => api.end());

  const suggest = (q: string) => api.call('GET', `/search/suggestions?q=${encodeURIComponent(q)}`);
  const newWord = () => `zq${randomBytes(5).toString('hex')}`;

  it('goes on with the words of listings, and with nothing where there is nothing typed', async () => {
    const word = newWord();
    await embeddedIndex(api.deps.db).put([listing(word, `${word} 축음기`)], 1);
    const { status, body } = await suggest(word.slice(0, -2));
    expect(status).to.equal(200);
    expect(body.items).to.deep.equal([{ text: word, kind: 'title' }]);
    expect((await suggest(' ')).body.items).to.deep.equal([]);
  });

  it('asks once for what many type, and again for what failed', async () => {
    const asked: string[] = [];
    let isAway = true;
    const { search } = api.deps;
    api.deps.search = {
      ...search,
      suggest: (typed) => {
        asked.push(typed);
        return isAway ? Promise.reject(new SearchAwayError('busy')) : Promise.resolve([]);
      },
    };
    const word = newWord();
    const away = await suggest(word);
    expect(away.status).to.equal(STATUS_AWAY);
    expect(Number(away.headers.get('retry-after'))).to.be.at.least(1);
    isAway = false;
    await Promise.all([suggest(word), suggest(word), suggest(word)]);
    expect(asked).to.deep.equal([word, word]);
  });

  it('refuses whoever asks faster than anybody types', async () => {
    api.deps.limits.suggestionsOfAddress = new Pacer({ perSecond: 1, burst: 2 });
    const answers = [await suggest('책'), await suggest('책상'), await suggest('책상을')];
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, STATUS_TOO_MANY]);
    expect(answers[2]?.body.code).to.equal('RATE_LIMITED');
  });

  it('goes on with hashtags and how many listed auctions have them, most used first', async () => {
    const word = newWord();
    const [often, seldom] = [`${word}aa`, `${word}ab`];
    const tagged = (...hashtags: string[]) => listing(newWord(), '시계', { hashtags });
    const index = embeddedIndex(api.deps.db);
    await index.put([tagged(often), tagged(often, seldom)], 1);
    const ask = (q: string) => api.call('GET', `/search/hashtags?q=${encodeURIComponent(q)}`);
    const { status, body } = await ask(`#${word}`);
    expect([status, body.items]).to.deep.equal([
      ...[
        200,
        [
          { hashtag: often, count: 2 },
          { hashtag: seldom, count: 1 },
        ],
      ],
    ]);
    for (const q of ['', '#', '%', `${word}%`.repeat(3)]) {
      expect((await ask(q)).body.items, q).to.deep.equal([]);
    }
    api.deps.limits.suggestionsOfAddress = new Pacer({ perSecond: 1, burst: 1 });
    expect([(await ask('a')).status, (await ask('b')).status]).to.deep.equal([
      ...[200, STATUS_TOO_MANY],
    ]);
  });

  it('says that it is away where hashtags cannot be looked up in time', async () => {
    api.deps.hashtags = () => Promise.reject(new SearchAwayError('busy'));
    expect((await api.call('GET', '/search/hashtags?q=a')).status).to.equal(STATUS_AWAY);
  });
});
