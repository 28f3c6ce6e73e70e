import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { expect } from 'chai';
import { jwsVerifier } from './verify-jws.ts';
import type { PublicJwk } from './verify-jws.ts';

const TYP = 'sagopalgo-head+jwt';
/** RFC 8037, appendix A.1. */
const RFC_KEY = {
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
} as const;
const KEY: PublicJwk = { kty: 'OKP', crv: 'Ed25519', x: RFC_KEY.x, kid: 'k1' };

describe('verifying a JWS', () => {
  const privateKey = createPrivateKey({ key: RFC_KEY, format: 'jwk' });
  const text = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = (header: object, payload: object = { seq: 1 }) => {
    const input = `${text(header)}.${text(payload)}`;
    return `${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`;
  };
  const good = { alg: 'EdDSA', kid: 'k1', typ: TYP };
  const outcomeOf = async (jws: string, keys: PublicJwk[] = [KEY], typ = TYP) =>
    (await jwsVerifier(keys)(jws, typ)).outcome;

  it('agrees with the worked example of RFC 8037 on what a signature is', async () => {
    expect(createPublicKey(privateKey).export({ format: 'jwk' })).to.include({ x: RFC_KEY.x });
    // The example's header has no typ and no kid, so only its signature is compared.
    const input = 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc';
    expect(sign(null, Buffer.from(input), privateKey).toString('base64url')).to.equal(
      'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
    );
  });

  it('believes a genuine one', async () => {
    expect(await jwsVerifier([KEY])(signed(good), TYP)).to.deep.equal({
      outcome: 'genuine',
      payload: { seq: 1 },
    });
  });

  it('believes no other algorithm, type, critical header or key', async () => {
    for (const header of [
      { ...good, alg: 'none' },
      { ...good, alg: 'HS256' },
      { ...good, typ: 'sagopalgo-receipt+jwt' },
      { alg: 'EdDSA', kid: 'k1' },
      { ...good, crit: ['b64'] },
      { ...good, b64: false },
      [],
    ]) {
      expect(await outcomeOf(signed(header)), JSON.stringify(header)).to.equal('forged');
    }
    expect(await outcomeOf(signed({ ...good, kid: 'k2' }))).to.equal('unknown-key');
    expect(await outcomeOf(signed({ ...good, jwk: KEY, kid: 'k2' }))).to.equal('unknown-key');
    const rsa = { kty: 'RSA', kid: 'k1' } as unknown as PublicJwk;
    expect(await outcomeOf(signed(good), [rsa])).to.equal('unknown-key');
  });

  it('finds every changed letter', async () => {
    const jws = signed(good);
    for (let index = 0; index < jws.length - 1; index += 1) {
      const letter = jws[index] === 'A' ? 'B' : 'A';
      const changed = jws.slice(0, index) + letter + jws.slice(index + 1);
      expect(await outcomeOf(changed), String(index)).to.not.equal('genuine');
    }
  });

  it('takes nonsense for forged', async () => {
    const [header, payload] = signed(good).split('.');
    for (const jws of [
      '',
      'a',
      'a.b',
      'a.b.c',
      '..',
      `${header}.${payload}.`,
      `${header}.${payload}.A`,
    ]) {
      expect(await outcomeOf(jws), jws).to.equal('forged');
    }
    expect(await outcomeOf(`${header}.${payload}.${'A'.repeat(85)}`)).to.equal('forged');
    expect(await outcomeOf(`${signed(good)}.x`)).to.equal('forged');
    expect(await outcomeOf(` ${signed(good)}`)).to.equal('forged');
  });
});
