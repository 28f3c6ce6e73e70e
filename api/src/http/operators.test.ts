import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import { signAccessToken } from '@sagopalgo/core/runtime/token.ts';
import { addAuction, addUser, eventually } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, cookieHeader, newPerson } from '../testing/api-under-test.ts';
import { PAGE_ORIGIN, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { Operators } from './operators.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const STEP_KRW = 100;

describe('a role that changes while its bearer is signed in', () => {
  let api: ApiUnderTest;
  let auctionId: string;
  let amountKrw = 1000;
  before(async () => {
    api = await startApi();
    const row = await addAuction(api.deps.db);
    ({ auctionId } = row);
    await openAuction(api.deps.redis, row);
  });
  after(() => api.end());

  const setRole = (userId: string, role: 'USER' | 'ADMIN') =>
    api.deps.db.update(users).set({ role }).where(eq(users.userId, userId));
  const outcomeOf = async (headers: Record<string, string>): Promise<string> => {
    amountKrw += STEP_KRW;
    const offer = { bidId: randomUUID(), kind: 'exact', amountKrw, confirmed: true };
    const sent = { body: offer, headers };
    const { body } = await api.call('POST', `/auctions/${auctionId}/bids`, sent);
    return body.code ?? body.outcome;
  };
  /** A token that was signed a minute ago. */
  const tokenOf = (userId: string, role: 'USER' | 'ADMIN') => {
    const claims = { userId, nickname: 'somebody', role, familyId: '' };
    return signAccessToken(api.deps.accessKey, claims, Date.now() + HOUR_MS - MINUTE_MS);
  };

  it('keeps who was made an operator from bidding, by API token and in a browser', async () => {
    const { userId, token } = await addPersonWithToken(api.deps);
    const signedUp = await api.call('POST', '/users', {
      ...{ body: newPerson(), headers: { origin: PAGE_ORIGIN } },
    });
    const ways = [
      { userId, headers: { authorization: `Bearer ${token}` } },
      {
        userId: signedUp.body.user.userId,
        headers: { cookie: cookieHeader(signedUp.cookies), origin: PAGE_ORIGIN },
      },
    ];
    for (const { userId: bidderId, headers } of ways) {
      expect(await outcomeOf(headers)).to.equal('leading');
      await setRole(bidderId, 'ADMIN');
      await eventually(async () => (await outcomeOf(headers)) === 'FORBIDDEN');
      await setRole(bidderId, 'USER');
      await eventually(async () => (await outcomeOf(headers)) === 'ALREADY_LEADING');
    }
  });

  it('takes the rights of who is no operator any more, whatever the token says', async () => {
    const userId = await addUser(api.deps.db);
    const headers = { authorization: `Bearer ${tokenOf(userId, 'ADMIN')}` };
    await eventually(async () => (await outcomeOf(headers)) === 'leading');
  });

  it('believes a token that is newer than what was read', async () => {
    const operators = new Operators(api.deps);
    await operators.look();
    const userId = randomUUID();
    const claims = { userId, nickname: 'new', role: 'ADMIN', familyId: '' } as const;
    const expiresAtMs = Date.now() + HOUR_MS;
    expect(operators.roleOf({ ...claims, expiresAtMs })).to.equal('ADMIN');
    const old = { ...claims, expiresAtMs: expiresAtMs - MINUTE_MS };
    expect(operators.roleOf(old)).to.equal('USER');
    expect(operators.roleOf({ ...old, role: 'USER' })).to.equal('USER');
  });

  it('stands by what was read, and by tokens before that, while the record is away', async () => {
    const userId = await addUser(api.deps.db);
    await setRole(userId, 'ADMIN');
    let isAway = true;
    const away = new Proxy(api.deps.db, {
      get: (db, name) => {
        if (isAway && name === 'select') throw new Error('away');
        const value: unknown = Reflect.get(db, name, db);
        return typeof value === 'function' ? value.bind(db) : value;
      },
    });
    const operators = new Operators({ ...api.deps, db: away });
    const old = { userId, nickname: 'x', familyId: '', expiresAtMs: Date.now() + MINUTE_MS };
    await operators.look();
    expect(operators.roleOf({ ...old, role: 'USER' })).to.equal('USER');
    expect(operators.roleOf({ ...old, role: 'ADMIN' })).to.equal('ADMIN');
    isAway = false;
    await operators.look();
    isAway = true;
    await operators.look();
    expect(operators.roleOf({ ...old, role: 'USER' })).to.equal('ADMIN');
    await setRole(userId, 'USER');
    expect(api.log.events.some(({ event }) => event === 'operators.not-read')).to.equal(true);
  });
});
