import { expect } from 'chai';
import { logIn, signUp } from './users.ts';

const person = { email: 'Kim@Example.com ', password: 'eight ch', nickname: ' 달항아리 ' };

describe('what signing up takes', () => {
  it('trims and lower-cases the e-mail and trims the nickname', () => {
    expect(signUp.body.parse(person)).to.deep.equal({
      email: 'kim@example.com',
      password: 'eight ch',
      nickname: '달항아리',
    });
  });

  it('counts characters, not bytes or UTF-16 units', () => {
    const takes = (change: object) => signUp.body.safeParse({ ...person, ...change }).success;
    expect(takes({ password: '여덟글자암호예요' })).to.equal(true);
    expect(takes({ password: '🔒'.repeat(7) })).to.equal(false);
    expect(takes({ password: '🔒'.repeat(128) })).to.equal(true);
    expect(takes({ password: 'a'.repeat(129) })).to.equal(false);
    expect(takes({ nickname: '가' })).to.equal(false);
    expect(takes({ nickname: '가'.normalize('NFD').repeat(20) })).to.equal(true);
    expect(takes({ nickname: '가'.repeat(21) })).to.equal(false);
  });

  it('refuses what is unknown, missing, of another type or not to be printed', () => {
    for (const wrong of [
      { role: 'ADMIN' },
      { email: 'nobody' },
      { email: null },
      { password: 12_345_678 },
      { nickname: 'a\u0000b' },
      { nickname: '\u202eabc' },
      { nickname: '\u3164\u3164' },
      { nickname: '탈퇴한  회원' },
    ]) {
      expect(signUp.body.safeParse({ ...person, ...wrong }).success).to.equal(false);
    }
  });

  it('lets a login carry any password, so that a wrong one is told as wrong', () => {
    const credentials = { email: 'KIM@example.com', password: 'x' };
    expect(logIn.body.parse(credentials)).to.include({ email: 'kim@example.com' });
  });
});
