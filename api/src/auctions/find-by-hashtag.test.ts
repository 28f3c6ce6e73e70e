import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { listAuctions, suggestHashtags } from '@sagopalgo/core/contracts/auction-lists.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { embeddedIndex } from '@sagopalgo/core/search/embedded/embedded-index.ts';
import { readDocuments } from '@sagopalgo/core/search/read-documents.ts';
import { addAuction, addUser } from '@sagopalgo/core/testing/connections.ts';
import { startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

describe('the list of a hashtag', () => {
  let api: ApiUnderTest;
  let sellerId: string;
  /** Nobody else's. */
  let tag: string;
  before(async () => {
    api = await startApi();
    sellerId = await addUser(api.deps.db);
  });
  beforeEach(() => {
    tag = `필름${randomBytes(5).toString('hex')}`;
  });
  after(() => api.end());

  async function list(given: Parameters<typeof addAuction>[1] = {}): Promise<string> {
    const row = await addAuction(api.deps.db, { sellerId, hashtags: [tag], ...given });
    const { documents, readAtUs } = await readDocuments(api.deps.db, [row.auctionId]);
    await embeddedIndex(api.deps.db).put(documents, readAtUs);
    return row.auctionId;
  }
  async function find(hashtag: string, query = '') {
    const path = `/auctions?hashtag=${encodeURIComponent(hashtag)}${query}`;
    const { status, body } = await api.call('GET', path);
    expect(status, JSON.stringify(body)).to.equal(200);
    const page = listAuctions.reply.parse(body);
    return { ...page, ids: page.items.map(({ auctionId }) => auctionId) };
  }

  it('has what has it and nothing that it is a word of, as many as it is counted to have', async () => {
    const soon = await list({ closesAtMs: Date.now() + 60_000 });
    const later = await list();
    const ended = await list({ state: 'unsold', closesAtMs: Date.now() - 1 });
    await list({ hashtags: [`${tag}사진`], title: tag, description: `#${tag}` });
    const page = await find(tag);
    expect(page.ids).to.deep.equal([soon, later]);
    expect(page.total).to.deep.equal({ count: 2, isExact: true });
    expect(page.items[0]).not.to.have.property('highlight');
    expect((await find(tag, '&state=ended')).ids).to.deep.equal([ended]);
    const { body } = await api.call('GET', `/search/hashtags?q=${encodeURIComponent(tag)}`);
    const { items } = suggestHashtags.reply.parse(body);
    const counted = items.find(({ hashtag }) => hashtag === tag)?.count;
    const states = page.facets?.states ?? [];
    expect(states.reduce((sum, { count }) => sum + count, 0))
      .to.equal(counted)
      .and.to.equal(3);
  });

  it('is the same with its sign and another case, filtered, sorted and in pages', async () => {
    const cheap = await list({ startKrw: 1_000 });
    const dear = await list({ startKrw: 9_000 });
    for (const same of [`#${tag}`, ` ##${tag.toUpperCase()} `]) {
      expect((await find(same)).ids, same).to.have.members([cheap, dear]);
    }
    expect((await find(tag, '&sort=price-high')).ids).to.deep.equal([dear, cheap]);
    expect((await find(tag, '&maxKrw=5000')).ids).to.deep.equal([cheap]);
    const first = await find(tag, '&sort=price-low&limit=1');
    const next = `&sort=price-low&limit=1&cursor=${first.nextCursor}`;
    expect((await find(tag, next)).ids).to.deep.equal([dear]);
    const other = await api.call('GET', `/auctions?hashtag=x${next}`);
    expect(other.body.code).to.equal('INVALID_REQUEST');
    expect((await find(tag, '&limit=100')).ids).to.have.length(2);
  });

  it('is looked through by words, which are marked', async () => {
    const desk = await list({ title: '책상' });
    await list({ title: '의자' });
    const found = await find(tag, `&q=${encodeURIComponent('책상')}`);
    expect(found.ids).to.deep.equal([desk]);
    expect(found.items[0]?.highlight?.title).to.deep.equal([{ text: '책상', hit: true }]);
  });

  it('shows none that has it no more, though the index is a moment behind', async () => {
    const auctionId = await list();
    const { db, records } = api.deps;
    const isIt = eq(auctions.auctionId, auctionId);
    await db
      .update(auctions)
      .set({ hashtags: ['다른것'] })
      .where(isIt);
    await records.tell({ auctionId });
    expect((await find(tag)).ids).to.deep.equal([]);
  });

  it('refuses what can be no hashtag', async () => {
    const hostile = [
      '',
      '%20',
      '%23',
      'a%20b',
      '%25',
      "'%20OR%201=1",
      '가'.repeat(21),
      '%F0%9F%8E%81',
    ];
    for (const given of [...hostile, 'a%00', 'x&hashtag=y', '<script>'.replaceAll('<', '%3C')]) {
      const { status, body } = await api.call('GET', `/auctions?hashtag=${given}`);
      expect({ status, code: body.code }, given).to.deep.equal({
        ...{ status: 400, code: 'INVALID_REQUEST' },
      });
      expect(body.detail.fields[0]?.path).to.equal('hashtag');
    }
    const { body } = await api.call('GET', '/auctions?hashtag=x&sort=relevance');
    expect(body.detail.fields[0]?.path).to.equal('sort');
  });
});
