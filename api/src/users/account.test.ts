import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { NICKNAME_STAYS_MS } from '@sagopalgo/core/contracts/profile.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { sessionFamilies, users } from '@sagopalgo/core/mysql/schema.ts';
import { addDevice, addPicture } from '../testing/account-scenes.ts';
import { addPersonWithToken, cookieHeader, newPerson } from '../testing/api-under-test.ts';
import { startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { someAddress } from '../testing/won-orders.ts';
import { deviceWords } from './device-words.ts';

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) ' +
  'Chrome/131.0.0.0 Safari/537.36';

describe('one’s account', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startApi();
  });
  after(() => api.end());

  type Item = Record<string, unknown>;
  const list = async (path: string, sent: object) =>
    (await api.call('GET', path, sent)).body.items as unknown as Item[];
  const person = () => addPersonWithToken(api.deps);

  describe('the devices it is signed in by', () => {
    const headers = (cookie: string) => ({ headers: { cookie, 'user-agent': CHROME } });
    async function twice() {
      const asked = newPerson();
      const userAgent = { headers: { 'user-agent': CHROME } };
      const first = await api.call('POST', '/users', { body: asked, ...userAgent });
      const body = { email: asked.email, password: asked.password };
      const second = await api.call('POST', '/sessions', { body });
      return [cookieHeader(first.cookies), cookieHeader(second.cookies)] as const;
    }

    it('are told in words, with the one that asks marked', async () => {
      const [own] = await twice();
      const items = await list('/users/me/devices', headers(own));
      expect(items).to.have.length(2);
      const here = items.filter(({ isThis }) => isThis);
      expect(here.map(({ device }) => device)).to.deep.equal(['Chrome, Windows']);
      const renewed = await api.call('POST', '/sessions/refresh', headers(own));
      expect(renewed.status).to.equal(200);
      const later = await list('/users/me/devices', headers(own));
      expect(Number(later[0]?.['usedAtMs'])).to.be.greaterThan(Number(here[0]?.['usedAtMs']));
    });

    it('are ended one by one, or all others at once', async () => {
      const [own, other] = await twice();
      const [, { deviceId } = {}] = (await list('/users/me/devices', headers(own))).toSorted(
        (a, b) => Number(b['isThis']) - Number(a['isThis']),
      );
      const end = () => api.call('DELETE', `/users/me/devices/${String(deviceId)}`, headers(own));
      expect((await end()).status).to.equal(204);
      expect((await end()).body).to.include({ status: 404, code: 'DEVICE_NOT_FOUND' });
      expect((await api.call('GET', '/users/me', headers(other))).status).to.equal(401);
      const [here, there] = await twice();
      const { body } = await api.call('DELETE', '/users/me/devices', headers(here));
      expect(body).to.deep.equal({ ended: 1 });
      expect((await api.call('GET', '/users/me', headers(here))).status).to.equal(200);
      expect((await api.call('GET', '/users/me', headers(there))).status).to.equal(401);
    });

    it('are nobody else’s to end', async () => {
      const { userId } = await person();
      const deviceId = await addDevice(api.deps, userId);
      const { token } = await person();
      const answer = await api.call('DELETE', `/users/me/devices/${deviceId}`, { token });
      expect(answer.body.code).to.equal('DEVICE_NOT_FOUND');
      const isIt = eq(sessionFamilies.familyId, deviceId);
      const [row] = await api.deps.db.select().from(sessionFamilies).where(isIt);
      expect(row?.endedAtMs).to.equal(null);
    });

    it('have no words where a browser says nothing that is known, however much it says', () => {
      expect(deviceWords('')).to.equal('');
      expect(deviceWords('curl/8')).to.equal('');
      expect(deviceWords('x'.repeat(100_000))).to.equal('');
    });
  });

  describe('the nickname', () => {
    const rename = (token: string, nickname: string) =>
      api.call('PATCH', '/users/me', { token, body: { nickname } });
    const newName = () => `가Ab${randomUUID().slice(0, 8)}`;

    it('is changed once in thirty days', async () => {
      const { userId, token } = await person();
      const nickname = newName();
      expect((await rename(token, nickname)).body).to.deep.include({ userId, nickname });
      expect((await rename(token, nickname)).status).to.equal(200);
      const soon = await rename(token, newName());
      expect(soon.body).to.include({ status: 409, code: 'NICKNAME_TOO_SOON' });
      const againAtMs = Number(soon.body.detail['againAtMs']);
      expect(againAtMs - Date.now()).to.be.within(NICKNAME_STAYS_MS - 60_000, NICKNAME_STAYS_MS);
      const longAgo = { nicknameChangedAtMs: Date.now() - NICKNAME_STAYS_MS };
      await api.deps.db.update(users).set(longAgo).where(eq(users.userId, userId));
      expect((await rename(token, newName())).status).to.equal(200);
    });

    it('is nobody else’s, whatever its case and form, also where two ask at once', async () => {
      const nickname = newName();
      const [one, two] = [await person(), await person()];
      const answers = await Promise.all([
        rename(one.token, nickname),
        rename(two.token, nickname.toUpperCase().normalize('NFD')),
      ]);
      const outcomes = answers.map(({ status, body }) => body.code ?? status);
      expect(outcomes).to.have.members([200, 'NICKNAME_TAKEN']);
    });
  });

  describe('the picture', () => {
    const show = (token: string, imageId: string) =>
      api.call('POST', '/users/me/picture', { token, body: { imageId } });
    const shown = async (token: string) =>
      (await api.call('GET', '/users/me', { token })).body as unknown as { picture: Item | null };
    const rowOf = async (imageId: string) => {
      const isIt = eq(images.imageId, imageId);
      const [row] = await api.deps.db.select().from(images).where(isIt);
      return row;
    };

    it('is shown, makes way for another, and is removed, twice too', async () => {
      const { userId, token } = await person();
      const first = await addPicture(api.deps, userId);
      const second = await addPicture(api.deps, userId);
      expect((await show(token, first)).status).to.equal(200);
      expect((await show(token, second)).status).to.equal(200);
      expect((await show(token, second)).status).to.equal(200);
      expect((await shown(token)).picture?.['imageId']).to.equal(second);
      expect((await rowOf(first))?.orphanedAtMs).to.be.a('number');
      // Neither an auction nor its owner takes away what is shown.
      const taken = await api.call('DELETE', `/images/${second}`, { token });
      expect(taken.body.code).to.equal('IMAGE_IN_USE');
      const remove = () => api.call('DELETE', '/users/me/picture', { token });
      expect((await remove()).status).to.equal(204);
      expect((await remove()).status).to.equal(204);
      expect((await shown(token)).picture).to.equal(null);
      expect((await rowOf(second))?.auctionId).to.equal(null);
    });

    it('is one’s own, and one that no auction shows', async () => {
      const { userId, token } = await person();
      const others = await addPicture(api.deps, (await person()).userId);
      expect((await show(token, others)).body.code).to.equal('IMAGE_NOT_FOUND');
      const used = await addPicture(api.deps, userId);
      const auctionId = randomUUID();
      await api.deps.db.update(images).set({ auctionId }).where(eq(images.imageId, used));
      expect((await show(token, used)).body.code).to.equal('IMAGE_NOT_READY');
    });
  });

  describe('the address book', () => {
    const path = '/users/me/addresses';
    const add = (token: string, given = {}) =>
      api.call('POST', path, { token, body: { ...someAddress, ...given } });
    const defaults = async (token: string) =>
      (await list(path, { token })).map(
        ({ line1, isDefault }) => `${String(line1)} ${String(isDefault)}`,
      );

    it('has one default, which another becomes when it is said so, or the first is removed', async () => {
      const { token } = await person();
      const first = (await add(token, { line1: 'one' })).body as unknown as Item;
      await add(token, { line1: 'two' });
      expect(await defaults(token)).to.deep.equal(['one true', 'two false']);
      await add(token, { line1: 'three', isDefault: true });
      expect(await defaults(token)).to.deep.equal(['three true', 'one false', 'two false']);
      const body = { ...someAddress, line1: 'first', isDefault: true };
      const at = `${path}/${String(first['addressId'])}`;
      expect((await api.call('PATCH', at, { token, body })).status).to.equal(200);
      expect((await api.call('DELETE', at, { token })).status).to.equal(204);
      expect((await api.call('DELETE', at, { token })).body.code).to.equal('ADDRESS_NOT_FOUND');
      expect(await defaults(token)).to.deep.equal(['two true', 'three false']);
    });

    it('holds ten, also where more come at once', async () => {
      const { token } = await person();
      const answers = await Promise.all(Array.from({ length: 12 }, () => add(token)));
      const refused = answers.filter(({ status }) => status !== 201);
      expect(refused.map(({ body }) => body.code)).to.deep.equal([
        'ADDRESS_BOOK_FULL',
        'ADDRESS_BOOK_FULL',
      ]);
      expect((await defaults(token)).filter((line) => line.endsWith('true'))).to.have.length(1);
    });

    it('is nobody else’s to read or change, and holds addresses alone', async () => {
      const { token } = await person();
      const { addressId } = (await add(token)).body as unknown as Item;
      const other = await person();
      expect(await list(path, { token: other.token })).to.deep.equal([]);
      const at = `${path}/${String(addressId)}`;
      const sent = { token: other.token, body: someAddress };
      expect((await api.call('PATCH', at, sent)).body.code).to.equal('ADDRESS_NOT_FOUND');
      expect((await api.call('DELETE', at, { token: other.token })).status).to.equal(404);
      for (const given of [{ phone: 'x' }, { line1: 'ㄱ'.repeat(101) }, { userId: 'x' }]) {
        expect((await add(token, given)).body.code).to.equal('INVALID_REQUEST');
      }
    });
  });
});
