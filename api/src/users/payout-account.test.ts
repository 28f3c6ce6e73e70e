import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import type { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { SIGNED_IN_WITHIN_MS } from '@sagopalgo/core/contracts/leaving.ts';
import { getMySettlement } from '@sagopalgo/core/contracts/till.ts';
import { mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import { sessionFamilies, users } from '@sagopalgo/core/mysql/schema.ts';
import { signAccessToken } from '@sagopalgo/core/runtime/token.ts';
import { addPersonWithPassword } from '../testing/account-examples.ts';
import { addDevice, KNOWN_PASSWORD, someBankAccount } from '../testing/account-scenes.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { keepPayoutAccount } from './payout-account.ts';

const HOUR_MS = 3_600_000;

describe('the account that a seller’s money goes to', () => {
  let api: ApiUnderTest;
  let seller: { userId: string; token: string };
  before(async () => {
    api = await startApi();
  });
  beforeEach(async () => {
    seller = await addPersonWithPassword(api.deps);
  });
  after(() => api.end());

  const set = (given: object, token = seller.token) =>
    api.call('POST', '/users/me/payout-account', {
      ...{ token, body: { ...someBankAccount, password: KNOWN_PASSWORD, ...given } },
    });
  const codeOf = async (given: object, token = seller.token) => (await set(given, token)).body.code;
  async function kept(token = seller.token) {
    const { body } = await api.call('GET', '/users/me/settlement', { token });
    return getMySettlement.reply.parse(body).account;
  }
  const mails = (userId = seller.userId) =>
    api.deps.db.select().from(mailOutbox).where(eq(mailOutbox.userId, userId));
  const setUser = (values: Partial<typeof users.$inferInsert>, { userId } = seller) =>
    api.deps.db.update(users).set(values).where(eq(users.userId, userId));

  it('is kept, shown to its owner, and told to no log', async () => {
    expect((await set({})).body).to.deep.equal(someBankAccount);
    expect(await kept()).to.deep.equal(someBankAccount);
    const said = JSON.stringify(api.log.events);
    expect(said).to.include('payout-account.set');
    expect(said)
      .not.to.include(someBankAccount.accountNumber)
      .and.not.to.include(someBankAccount.holderName);
  });

  it('has to be one', async () => {
    for (const [name, value] of [
      ['bank', '99'],
      ['bank', 'constructor'],
      ['accountNumber', '12-34567'],
      ['accountNumber', '12345'],
      ['accountNumber', '1'.repeat(21)],
      ['holderName', ' '],
      ['password', undefined],
      ['owner', 'x'],
    ] as const) {
      const { body } = await set({ [name]: value });
      expect(body.code, name).to.equal('INVALID_REQUEST');
      expect(body.detail.fields.map(({ path }) => path)).to.deep.equal([name]);
    }
    const { body } = await api.call('POST', '/users/me/payout-account', { body: someBankAccount });
    expect(body.code).to.equal('UNAUTHENTICATED');
    expect(await kept()).to.equal(null);
  });

  describe('is changed by its owner alone', () => {
    it('who says the password, and cannot be found out by guessing', async () => {
      for (const password of [null, 'not the password', KNOWN_PASSWORD.toUpperCase()]) {
        expect(await codeOf({ password })).to.equal('WRONG_PASSWORD');
      }
      let code = '';
      for (let tries = 0; tries < 20 && code !== 'RATE_LIMITED'; tries += 1) {
        code = await codeOf({ password: `guess ${tries}` });
      }
      expect(code).to.equal('RATE_LIMITED');
      expect(await kept()).to.equal(null);
    });

    it('or has signed in just before, where there is no password', async () => {
      const person = await addPersonWithToken(api.deps);
      const { userId } = person;
      await setUser({ passwordHash: null }, person);
      const familyId = await addDevice(api.deps, userId);
      const claims = { userId, nickname: 'x', role: 'USER' as const, familyId };
      const token = signAccessToken(api.deps.accessKey, claims, Date.now() + HOUR_MS);
      const given = { password: null };
      expect(await codeOf(given, person.token)).to.equal('SIGN_IN_AGAIN');
      expect((await set(given, token)).body).to.deep.equal(someBankAccount);
      const isTheirs = eq(sessionFamilies.familyId, familyId);
      const longAgoMs = Date.now() - SIGNED_IN_WITHIN_MS;
      await api.deps.db.update(sessionFamilies).set({ createdAtMs: longAgoMs }).where(isTheirs);
      const other = { ...given, accountNumber: '999999' };
      expect(await codeOf(other, token)).to.equal('SIGN_IN_AGAIN');
      expect(await kept(token)).to.deep.equal(someBankAccount);
    });

    it('as it is: another password meanwhile is none', async () => {
      const { userId } = seller;
      const caller = {
        ...{ userId, nickname: 'x', role: 'USER' as const },
        ...{ familyId: '', expiresAtMs: Date.now() + HOUR_MS },
      };
      const { hashing } = api.deps;
      // What the guess is checked by is the last that is waited for before the row is locked.
      const slow = {
        run: async <Result>(work: () => Promise<Result>) => {
          const result = await hashing.run(work);
          await setUser({ passwordHash: 'of another' });
          return result;
        },
      };
      const deps = { ...api.deps, hashing: slow as typeof hashing };
      const proof = { password: KNOWN_PASSWORD, address: randomUUID() };
      const late = await keepPayoutAccount(deps, caller, someBankAccount, proof).catch(
        (error: RefusalError) => error.code,
      );
      expect(late).to.equal('WRONG_PASSWORD');
      expect(await kept()).to.equal(null);
    });
  });

  it('is told to the owner’s mailbox whenever it is set, but for most of the number', async () => {
    await setUser({ emailVerifiedAtMs: 1 });
    await set({});
    await set({ bank: '20', accountNumber: '9876543210' });
    const told = await mails();
    expect(told.map(({ kind }) => kind)).to.deep.equal(['payout-account', 'payout-account']);
    const texts = told.map(({ text }) => text).join('');
    expect(texts).to.contain('신한은행 6789(끝 네 자리)').and.to.contain('우리은행 3210');
    expect(texts).to.contain('http://localhost:3000/me/settlement');
    expect(texts).not.to.contain(someBankAccount.accountNumber).and.not.to.contain('9876543210');
    expect(texts).not.to.contain(someBankAccount.holderName);
  });

  it('is told to no mailbox that may be another’s', async () => {
    await set({});
    expect(await mails()).to.deep.equal([]);
  });
});
