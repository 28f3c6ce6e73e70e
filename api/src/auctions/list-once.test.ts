import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { categories } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { addCategory, addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { newListing } from '../testing/listings.ts';

describe('a listing with an id of its own', () => {
  let api: ApiUnderTest;
  let seller: { userId: string; token: string };
  before(async () => {
    api = await startApi();
    await addCategory(api.deps);
  });
  beforeEach(async () => {
    seller = await addPersonWithToken(api.deps);
  });
  after(() => api.end());

  const list = (given: object, { token } = seller) =>
    api.call('POST', '/auctions', { token, body: newListing(given) });
  const listedBy = ({ userId }: { userId: string }) =>
    api.deps.db.$count(auctions, eq(auctions.sellerId, userId));

  it('is one auction however often it is sent, one after the other and at once', async () => {
    const listingId = randomUUID();
    const first = await list({ listingId });
    const again = await list({ listingId: listingId.toUpperCase() });
    expect([first.status, again.status]).to.deep.equal([201, 201]);
    expect(again.body.auctionId).to.equal(first.body.auctionId);
    const other = randomUUID();
    const sent = Array.from({ length: 5 }, () => list({ listingId: other }));
    const ids = (await Promise.all(sent)).map(({ body }) => body.auctionId);
    expect(new Set(ids).size).to.equal(1);
    expect(await listedBy(seller)).to.equal(2);
  });

  it('is answered as it was listed, even when it could not be listed any more', async () => {
    const listingId = randomUUID();
    const categoryId = randomUUID();
    const category = { categoryId, name: categoryId, parentId: null, position: 998 };
    await api.deps.db.insert(categories).values(category);
    const { body } = await list({ listingId, categoryId });
    await api.deps.db.delete(categories).where(eq(categories.categoryId, categoryId));
    const late = await list({ listingId, categoryId });
    expect(late.status).to.equal(201);
    expect(late.body).to.include({ auctionId: body.auctionId, title: body.title });
  });

  it('is refused with another content, naming the auction that is there', async () => {
    const listingId = randomUUID();
    const { body } = await list({ listingId });
    for (const other of [{ title: '다른 제목' }, { capKrw: 20_000 }, { hashtags: ['시계'] }]) {
      const changed = await list({ listingId, ...other });
      expect([changed.status, changed.body.code]).to.deep.equal([409, 'ALREADY_LISTED']);
      expect(changed.body.detail).to.deep.equal({ auctionId: body.auctionId });
    }
    const reordered = Object.fromEntries(Object.entries(newListing()).toReversed());
    expect((await list({ ...reordered, listingId })).body.auctionId).to.equal(body.auctionId);
    expect(await listedBy(seller)).to.equal(1);
  });

  it('is one of two contents sent at once', async () => {
    const listingId = randomUUID();
    const sent = ['하나', '둘', '셋'].map((title) => list({ listingId, title }));
    const answers = await Promise.all(sent);
    const [listed, ...others] = answers.toSorted((one, other) => one.status - other.status);
    expect(listed?.status).to.equal(201);
    for (const { body } of others) {
      expect(body.code).to.equal('ALREADY_LISTED');
      expect(body.detail['auctionId']).to.equal(listed?.body.auctionId);
    }
    expect(await listedBy(seller)).to.equal(1);
  });

  it('is not confused with another seller’s', async () => {
    const listingId = randomUUID();
    const stranger = await addPersonWithToken(api.deps);
    const [mine, theirs] = [await list({ listingId }), await list({ listingId }, stranger)];
    expect(theirs.status).to.equal(201);
    expect(theirs.body.auctionId).not.to.equal(mine.body.auctionId);
  });

  it('may be sent again after it was refused', async () => {
    const listingId = randomUUID();
    expect((await list({ listingId, saleDate: '2020-01-01' })).status).to.equal(400);
    expect((await list({ listingId })).status).to.equal(201);
  });

  it('is refused when its id is none', async () => {
    const refused = await list({ listingId: 'again' });
    expect(refused.body.code).to.equal('INVALID_REQUEST');
    expect(refused.body.detail.fields.map(({ path }) => path)).to.deep.equal(['listingId']);
  });
});
