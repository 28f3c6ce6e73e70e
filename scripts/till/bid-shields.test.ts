import { expect } from 'chai';
import { offers, secondChanceConsents } from '@sagopalgo/core/mysql/till-schema.ts';
import { listShieldingPairs } from '@sagopalgo/core/contracts/till.ts';
import { findBlockEnd } from '@sagopalgo/core/orders/find-blocks.ts';
import { DEFAULT_TERMS } from '@sagopalgo/core/rules/till-terms.ts';
import { addUser } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { addUnpaidAuction } from '@sagopalgo/core/testing/unpaid-auction.ts';
import { addPersonWithToken, startApi } from '@sagopalgo/api/src/testing/api-under-test.ts';
import type { ApiUnderTest } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { expireOrders } from '@sagopalgo/lambdas/src/expire-orders/expire-orders.ts';

const ABOVE_ALL_KRW = 1_000_000_001;

describe('a bid that nobody can pay, made to keep others from a friend’s', () => {
  let own: OwnDatabase;
  let api: ApiUnderTest;
  before(async () => {
    own = await openOwnDatabase();
    api = await startApi(() => ({}), { MYSQL_URL: own.mysqlUrl });
  });
  after(async () => {
    await api.end();
    await own.end();
  });

  async function shielded(friend: string, shield: string): Promise<string> {
    const bidderIds = [friend, shield];
    const made = await addUnpaidAuction(own.db, [2_000, ABOVE_ALL_KRW], { bidderIds });
    const { auctionId } = made;
    const consent = { auctionId, bidderId: friend, isGiven: true, changedAtMs: 1 };
    await own.db.insert(secondChanceConsents).values(consent);
    return auctionId;
  }

  it('is shown to operators once it has been done twice, and blocks whoever made it', async () => {
    const [friend, shield] = [await addUser(own.db), await addUser(own.db)];
    const auctionIds = [await shielded(friend, shield), await shielded(friend, shield)];
    expect(await expireOrders(api.deps)).to.include({ expired: 2, offered: 2 });
    const offered = await own.db.select().from(offers);
    expect(offered.map(({ bidderId }) => bidderId)).to.deep.equal([friend, friend]);
    const { token } = await addPersonWithToken(api.deps, 'ADMIN');
    const { body } = await api.call('GET', '/operator/shielding-pairs', { token });
    const { items } = listShieldingPairs.reply.parse(body);
    expect(items.map(({ times }) => times)).to.deep.equal([2]);
    expect(items[0]?.auctionIds).to.have.members(auctionIds);
    const blocked = await findBlockEnd(own.db, DEFAULT_TERMS, {
      bidderId: shield,
      nowMs: Date.now(),
    });
    expect(blocked).to.be.a('number');
  });
});
