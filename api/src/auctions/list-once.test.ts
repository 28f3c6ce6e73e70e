import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
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
    const { body } = await list({ listingId });
    const late = await list({ listingId, saleDate: '2020-01-01', title: '다른 제목' });
    expect(late.status).to.equal(201);
    expect(late.body).to.include({ auctionId: body.auctionId, title: body.title });
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
