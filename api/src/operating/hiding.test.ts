import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { searchOutbox } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions, operatorActions } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import { readDocuments } from '@sagopalgo/core/search/read-documents.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { REASON, testOperator } from '../testing/operator.ts';
import type { TestOperator } from '../testing/operator.ts';

type Signed = Awaited<ReturnType<typeof addPersonWithToken>>;

describe('hiding a listing', () => {
  let api: ApiUnderTest;
  let operator: TestOperator;
  let seller: Signed;
  let bidder: Signed;
  let stranger: Signed;
  before(async () => {
    api = await startApi();
    operator = await testOperator(api);
    [seller, bidder, stranger] = await Promise.all([
      addPersonWithToken(api.deps),
      addPersonWithToken(api.deps),
      addPersonWithToken(api.deps),
    ]);
  });
  after(() => api.end());

  /** A live auction in a category of its own, which the bidder has bid on and the stranger watches. */
  async function bidOn() {
    const categoryId = randomUUID();
    const given = { sellerId: seller.userId, categoryId, saleDate: kstDate(Date.now()) };
    const row = await addAuction(api.deps.db, given);
    await openAuction(api.deps.redis, row);
    const { auctionId } = row;
    await bid(auctionId, bidder, 1_000);
    await api.call('POST', `/auctions/${auctionId}/watch`, { token: stranger.token });
    return { auctionId, categoryId };
  }
  const bid = (auctionId: string, { token }: Signed, amountKrw: number) => {
    const body = { bidId: randomUUID(), kind: 'exact', amountKrw, confirmed: true };
    return api.call('POST', `/auctions/${auctionId}/bids`, { token, body });
  };
  const see = (auctionId: string, token?: string) =>
    api.call('GET', `/auctions/${auctionId}`, token === undefined ? {} : { token });
  const listed = async (categoryId: string, token?: string) => {
    const path = `/auctions?state=live&categoryId=${categoryId}`;
    const { body } = await api.call('GET', path, token === undefined ? {} : { token });
    return body.items.map((item) => item.auctionId);
  };
  const watched = async () =>
    (await api.call('GET', '/users/me/watchlist', { token: stranger.token })).body.items.map(
      (item) => item.auctionId,
    );

  it('takes it from lists and strangers at once, and from nobody who takes part', async () => {
    const { auctionId, categoryId } = await bidOn();
    expect(await listed(categoryId)).to.deep.equal([auctionId]);
    expect((await see(auctionId)).body.hidden).to.equal(undefined);
    const entry = await operator.done(`/auctions/${auctionId}/hide`);
    expect(entry).to.include({ kind: 'hide', state: 'done', reason: REASON, auctionId });
    expect(entry.name).to.equal('시험용 경매');
    expect(await listed(categoryId)).to.deep.equal([]);
    expect(await listed(categoryId, seller.token)).to.deep.equal([]);
    for (const token of [undefined, stranger.token]) {
      const refused = await see(auctionId, token);
      expect([refused.status, refused.body.code]).to.deep.equal([404, 'AUCTION_HIDDEN']);
    }
    for (const { token } of [seller, bidder, operator]) {
      const shown = await see(auctionId, token);
      expect([shown.status, shown.body.hidden]).to.deep.equal([200, true]);
    }
    const { body: mine } = await api.call('GET', '/users/me/bids', { token: bidder.token });
    const row = mine.items.find((item) => JSON.stringify(item).includes(auctionId));
    expect(JSON.stringify(row)).to.contain('"hidden":true');
  });

  it('takes it from the search and from the watchlists of strangers', async () => {
    const { auctionId } = await bidOn();
    const { db } = api.deps;
    await db.delete(searchOutbox).where(eq(searchOutbox.auctionId, auctionId));
    expect((await readDocuments(db, [auctionId])).documents).to.have.length(1);
    expect(await watched()).to.include(auctionId);
    await operator.done(`/auctions/${auctionId}/hide`);
    expect((await readDocuments(db, [auctionId])).documents).to.deep.equal([]);
    expect(await db.$count(searchOutbox, eq(searchOutbox.auctionId, auctionId))).to.equal(1);
    expect(await watched()).to.not.include(auctionId);
  });

  it('leaves it to the judge', async () => {
    const { auctionId } = await bidOn();
    await operator.done(`/auctions/${auctionId}/hide`);
    expect((await bid(auctionId, stranger, 2_000)).body.outcome).to.equal('leading');
    expect((await see(auctionId, stranger.token)).body).to.include({
      ...{ hidden: true, priceKrw: 2_000, state: 'live' },
    });
  });

  it('is undone by showing it again', async () => {
    const { auctionId, categoryId } = await bidOn();
    await operator.done(`/auctions/${auctionId}/hide`);
    expect(await operator.done(`/auctions/${auctionId}/unhide`)).to.include({ kind: 'unhide' });
    expect(await listed(categoryId)).to.deep.equal([auctionId]);
    expect((await see(auctionId)).status).to.equal(200);
  });

  it('is done once, however many hide it at once, and kept once', async () => {
    const { auctionId } = await bidOn();
    const answers = await Promise.all(
      [1, 2, 3].map(() => operator.act(`/auctions/${auctionId}/hide`)),
    );
    const codes = answers.map(({ body }) => body.code).filter(Boolean);
    expect(codes).to.deep.equal(['ALREADY_SO', 'ALREADY_SO']);
    const kept = await api.deps.db
      .select()
      .from(operatorActions)
      .where(eq(operatorActions.auctionId, auctionId));
    expect(kept).to.have.length(1);
    expect(kept[0]).to.include({ action: 'hide', operatorId: operator.userId, reason: REASON });
    await operator.done(`/auctions/${auctionId}/unhide`);
    expect((await operator.act(`/auctions/${auctionId}/unhide`)).body.code).to.equal('ALREADY_SO');
  });

  it('knows no auction that there is not', async () => {
    for (const deed of ['hide', 'unhide']) {
      const { body } = await operator.act(`/auctions/no-such-auction/${deed}`);
      expect(body.code).to.equal('AUCTION_NOT_FOUND');
    }
  });

  it('keeps its seller from listing it again', async () => {
    const { auctionId } = await bidOn();
    await api.deps.db
      .update(auctions)
      .set({ state: 'unsold', settledAtMs: Date.now() })
      .where(eq(auctions.auctionId, auctionId));
    await operator.done(`/auctions/${auctionId}/hide`);
    const saleDate = kstDate(Date.now() + 3 * 86_400_000);
    const again = { token: seller.token, body: { saleDate } };
    const { body } = await api.call('POST', `/auctions/${auctionId}/relist`, again);
    expect(body.code).to.equal('NOT_RELISTABLE');
  });
});
