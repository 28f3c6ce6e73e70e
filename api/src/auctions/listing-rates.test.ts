import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { openOrder } from '@sagopalgo/core/orders/open-order.ts';
import { addCategory, addPersonWithToken, startApiAlone } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { newListing, saleDateIn } from '../testing/listings.ts';

describe('the rates of an auction', () => {
  let api: ApiUnderTest;
  let seller: { userId: string; token: string };
  let operator: { userId: string; token: string };
  before(async () => {
    api = await startApiAlone();
    await addCategory(api.deps);
    seller = await addPersonWithToken(api.deps);
    operator = await addPersonWithToken(api.deps, 'ADMIN');
  });
  after(() => api.end());

  const list = (given: object = {}) =>
    api.call('POST', '/auctions', { token: seller.token, body: newListing(given) });
  const patch = (auctionId: string, body: object) =>
    api.call('PATCH', `/auctions/${auctionId}`, { token: seller.token, body });
  const set = async (terms: object): Promise<void> => {
    const sent = { token: operator.token, body: { terms, reason: '시험' } };
    expect((await api.call('PATCH', '/till/terms', sent)).status).to.equal(200);
  };

  it('are those of the terms when it was listed, whatever is set or changed later', async () => {
    await set({ feeBp: 700, premiumBp: 300 });
    const { body } = await list();
    const { auctionId } = body;
    expect(body).to.include({ premiumBp: 300 });
    expect(body.own).to.include({ feeBp: 700 });
    await set({ feeBp: 100, premiumBp: 0 });
    const changed = await patch(auctionId, { title: '다른 시계', saleDate: saleDateIn(2) });
    expect(changed.body).to.include({ premiumBp: 300, title: '다른 시계' });
    expect(changed.body.own).to.include({ feeBp: 700 });
    const seen = await api.call('GET', `/auctions/${auctionId}`);
    expect(seen.body).to.include({ premiumBp: 300 });
    expect(seen.body).not.to.have.property('own');
    expect((await list()).body).to.deep.include({ premiumBp: 0 });
    for (const rate of ['feeBp', 'premiumBp']) {
      expect((await patch(auctionId, { [rate]: 0 })).body.code).to.equal('INVALID_REQUEST');
      expect((await list({ [rate]: 0 })).body.code).to.equal('INVALID_REQUEST');
    }
  });

  it('make what its order costs and what is kept of it', async () => {
    await set({ feeBp: 700, premiumBp: 300 });
    const { auctionId } = (await list()).body;
    await set({ feeBp: 100, premiumBp: 0 });
    const [auction] = await api.deps.db
      .select()
      .from(auctions)
      .where(eq(auctions.auctionId, auctionId));
    if (!auction) throw new Error('there is no such auction');
    const asked = { auction, attempt: 1, buyerId: randomUUID(), amountKrw: 12_345 };
    const order = await api.deps.db.transaction((tx) =>
      openOrder(tx, { ...asked, payByMs: 2, nowMs: 1 }),
    );
    expect(order).to.include({ amountKrw: 12_345, premiumKrw: 370, feeKrw: 864 });
  });

  it('stand beside what is to be done when the winner does not pay, which may be changed', async () => {
    const { body } = await list();
    expect(body.own).to.include({ onDefault: 'second-chance' });
    const changed = await patch(body.auctionId, { onDefault: 'relist' });
    expect(changed.body.own).to.include({ onDefault: 'relist' });
    expect((await patch(body.auctionId, { title: '새 제목' })).body.own).to.include({
      onDefault: 'relist',
    });
    expect((await list({ onDefault: 'relist' })).body.own).to.include({ onDefault: 'relist' });
    const unknown = await list({ onDefault: 'keep' });
    expect(unknown.body.detail.fields.map(({ path }) => path)).to.deep.equal(['onDefault']);
  });
});
