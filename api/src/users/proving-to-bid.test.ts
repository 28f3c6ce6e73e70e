import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { orders, tillTerms } from '@sagopalgo/core/mysql/till-schema.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import { addAuction, eventually } from '@sagopalgo/core/testing/connections.ts';
import { newPerson, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { tokenSentTo } from '../testing/sent-tokens.ts';

const ABOVE_KRW = 50_000;

describe('a bid above what everybody may bid', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startApi();
    await setTerms({ provenAboveKrw: ABOVE_KRW });
    const mayBid = () =>
      api.deps.gate.admitAt('nobody', ABOVE_KRW + 1).then(
        () => true,
        () => false,
      );
    await eventually(async () => !(await mayBid()));
  });
  after(async () => {
    await setTerms({});
    await api.end();
  });

  const setTerms = (terms: object) =>
    api.deps.db.insert(tillTerms).values({
      ...{ terms: JSON.stringify(terms), operatorId: 'o', reason: 'test', setAtMs: 1 },
    });

  it('is let through within a second of the link being followed, once an order was paid', async () => {
    const { db, redis } = api.deps;
    const person = newPerson();
    const { userId } = (await api.call('POST', '/users', { body: person })).body.user;
    const { email, password } = person;
    const { body } = await api.call('POST', '/tokens', { body: { email, password } });
    await db.insert(orders).values({
      ...{ orderId: randomUUID(), auctionId: randomUUID(), attempt: 1, buyerId: userId },
      ...{ sellerId: 's', amountKrw: 1, state: 'paid', stateAtMs: 1, payByMs: 1, createdAtMs: 1 },
    });
    const auction = await addAuction(db);
    await openAuction(redis, auction);
    const bid = async (): Promise<string> => {
      const asked = { bidId: randomUUID(), kind: 'exact', amountKrw: ABOVE_KRW + 1_000 };
      const sent = { token: body.accessToken, body: { ...asked, confirmed: true } };
      const answer = await api.call('POST', `/auctions/${auction.auctionId}/bids`, sent);
      return answer.body.outcome ?? answer.body.code;
    };
    expect(await bid()).to.equal('NOT_PROVEN');
    const token = await tokenSentTo(api.deps, userId);
    const proven = await api.call('POST', '/email-proofs/verify', { body: { token } });
    expect(proven.status).to.equal(200);
    await eventually(async () => (await bid()) === 'leading', 2_000);
  });
});
