import { expect } from 'chai';
import { addCategory, addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { newListing } from '../testing/listings.ts';

describe('the terms of an auction', () => {
  let api: ApiUnderTest;
  let seller: { userId: string; token: string };
  before(async () => {
    api = await startApi();
    await addCategory(api.deps);
    seller = await addPersonWithToken(api.deps);
  });
  after(() => api.end());

  const list = (given: object) =>
    api.call('POST', '/auctions', { token: seller.token, body: newListing(given) });
  const patch = (auctionId: string, body: object) =>
    api.call('PATCH', `/auctions/${auctionId}`, { token: seller.token, body });

  it('takes a reserve that only its seller sees, a buy-now price and the extension', async () => {
    const terms = { reserveKrw: 50_000, buyNowKrw: 90_000, extension: 'auto' };
    const { body } = await list(terms);
    expect(body).to.deep.include({ buyNowKrw: 90_000, extension: 'auto', reserve: 'unmet' });
    expect(body.own).to.include({ reserveKrw: 50_000 });
    const seen = await api.call('GET', `/auctions/${body.auctionId}`);
    expect(JSON.stringify(seen.body)).not.to.match(/\b50000\b/);
    expect(seen.body.reserve).to.equal('unmet');
    expect(seen.body.reserveCommitment).to.match(/^[0-9a-f]{64}$/);
    const gone = await patch(body.auctionId, { reserveKrw: null, buyNowKrw: null });
    expect(gone.body).to.include({ buyNowKrw: null, reserve: 'none', extension: 'auto' });
    expect(gone.body.own).to.include({ reserveKrw: null });
    expect(gone.body.reserveCommitment).to.equal(null);
    const refused = await patch(body.auctionId, { buyNowKrw: 10_000 });
    expect(refused.body.detail.fields[0]?.path).to.equal('buyNowKrw');
  });
});
