import jwt from 'jsonwebtoken';
import { expect } from 'chai';
import { bearerIn, signAccessToken, tokenKey, verifyAccessToken } from './token.ts';

const key = tokenKey('a secret of thirty-two characters');
const claims = { userId: 'u1', nickname: '고요한 서재', role: 'USER', familyId: 'f1' } as const;
const nowMs = Date.parse('2026-11-21T03:00:00Z');
const expiresAtMs = nowMs + 3_600_000;

describe('an access token', () => {
  it('speaks for the one it was signed for, until it expires', () => {
    const token = signAccessToken(key, claims, expiresAtMs);
    expect(verifyAccessToken(key, token, nowMs)).to.deep.equal({ ...claims, expiresAtMs });
    expect(verifyAccessToken(key, token, expiresAtMs)).to.equal(null);
  });

  it('is worth nothing when signed by another key, altered, unsigned or of another kind', () => {
    const token = signAccessToken(key, claims, expiresAtMs);
    const body = { sub: 'u1', nickname: 'n', role: 'ADMIN', fid: '', iss: 'sagopalgo' };
    const far = { ...body, exp: Math.floor(expiresAtMs / 1000) };
    const forged = [
      signAccessToken(tokenKey('another secret of enough characters'), claims, expiresAtMs),
      `${token.slice(0, -3)}abc`,
      jwt.sign(far, '', { algorithm: 'none' }),
      jwt.sign(far, key, { algorithm: 'HS512' }),
      jwt.sign({ ...far, iss: 'somebody else' }, key),
      jwt.sign({ ...far, aud: 'events' }, key),
      jwt.sign({ iss: 'sagopalgo', sub: 'u1', exp: far.exp }, key),
      '',
      'not.a.token',
      `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url('no JSON')}.x`,
      `${base64url('no JSON')}.${base64url('no JSON')}.x`,
    ];
    for (const text of forged) expect(verifyAccessToken(key, text, nowMs), text).to.equal(null);
  });

  it('that was proved once is bound to its time and its key as before', () => {
    const token = signAccessToken(key, claims, expiresAtMs);
    for (const askedAtMs of [nowMs, expiresAtMs - 1]) {
      expect(verifyAccessToken(key, token, askedAtMs)?.userId).to.equal('u1');
    }
    expect(verifyAccessToken(key, token, expiresAtMs)).to.equal(null);
    expect(
      verifyAccessToken(tokenKey('another secret of enough characters'), token, nowMs),
    ).to.equal(null);
    expect(verifyAccessToken(key, `${token}x`, nowMs)).to.equal(null);
  });

  it('lends a signature that was proved once to nothing else', () => {
    const token = signAccessToken(key, claims, expiresAtMs);
    expect(verifyAccessToken(key, token, nowMs)?.role).to.equal('USER');
    const [head = '', content = '', signature = ''] = token.split('.');
    const altered = Buffer.from(content, 'base64url').toString().replace('USER', 'ADMIN');
    const forged = [head, Buffer.from(altered).toString('base64url'), signature].join('.');
    for (const other of [forged, signature, `.${signature}`, `${head}.${signature}`]) {
      expect(verifyAccessToken(key, other, nowMs), other).to.equal(null);
    }
    expect(verifyAccessToken(key, token, nowMs)?.role).to.equal('USER');
  });

  it('says the same to everybody who asks, whatever they do with the answer', () => {
    const token = signAccessToken(key, claims, expiresAtMs);
    const first = verifyAccessToken(key, token, nowMs) as { role: string };
    expect(() => (first.role = 'ADMIN')).to.throw(TypeError);
    expect(verifyAccessToken(key, token, nowMs)?.role).to.equal('USER');
  });
});

describe('an Authorization header', () => {
  it('gives a Bearer token, be it good for nothing, and nothing of another kind', () => {
    for (const [header, token] of [
      ['Bearer a.b-c_d', 'a.b-c_d'],
      ['bearer  a.b ', 'a.b'],
      ['Bearer a,b c', 'a,b c'],
      ['Bearer ', ''],
      ['Bearer', ''],
      ['Bearers a', undefined],
      ['Basic Bearer', undefined],
      ['', undefined],
      [undefined, undefined],
    ] as const) {
      expect(bearerIn(header), header).to.equal(token);
    }
  });
});

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
