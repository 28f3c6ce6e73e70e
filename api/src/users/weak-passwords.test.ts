import { expect } from 'chai';
import { newPerson, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { isWeak } from './weak-passwords.ts';

const PERSON = { email: 'watch.lover@mail.example', nickname: '시계사랑꾼이에요' };

describe('a password that others would guess', () => {
  it('is one that many have, whatever its case', () => {
    for (const password of ['password1', '12345678', 'QWERTYuiop', 'iloveyou2']) {
      expect(isWeak(password, PERSON), password).to.equal(true);
    }
  });

  it('is one of the house’s words, or of what its owner goes by, with digits and signs alone', () => {
    for (const password of ['Sagopalgo2026!', '사고팔고1234', '!!경매123456', '비밀번호12']) {
      expect(isWeak(password, PERSON), password).to.equal(true);
    }
    for (const password of ['Watch-Lover-99', 'watch.lover@mail.example', '시계사랑꾼이에요']) {
      expect(isWeak(password, PERSON), password).to.equal(true);
    }
  });

  it('is not one that has more to it, nor digits that are nobody’s', () => {
    for (const password of [
      'a good password',
      'watch.lover drinks tea',
      '58304917264',
      '여덟글자암호예요',
    ]) {
      expect(isWeak(password, PERSON), password).to.equal(false);
    }
  });

  describe('at the sign-up', () => {
    let production: ApiUnderTest;
    let local: ApiUnderTest;
    before(async () => {
      local = await startApi();
      production = await startApi(({ settings }) => ({
        settings: { ...settings, deployment: 'production' },
      }));
    });
    after(() => Promise.all([local.end(), production.end()]));

    const signUp = (api: ApiUnderTest, password: string) =>
      api.call('POST', '/users', { body: { ...newPerson(), password } });

    it('is refused, saying which field and why', async () => {
      const { status, body } = await signUp(production, 'password1');
      expect(status).to.equal(400);
      expect(body.code).to.equal('INVALID_REQUEST');
      expect(body.detail.fields.map(({ path }) => path)).to.deep.equal(['password']);
      expect(body.detail.fields[0]?.message).to.match(/짐작하기 쉬운/);
      expect((await signUp(production, 'a good password')).status).to.equal(201);
    });

    it('is good enough for the accounts of a local start, which are for playing', async () => {
      expect((await signUp(local, 'password1')).status).to.equal(201);
    });
  });
});
