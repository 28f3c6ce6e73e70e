import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { compactVerify, createLocalJWKSet } from 'jose';
import { jwsVerifier } from '../rules/verify-jws.ts';
import { ConfigError, readConfig } from './config.ts';
import { createSigner, newSigningKey, signingShape } from './signing.ts';

const TYP = 'something+jwt';

describe('signing', () => {
  const SIGNING_KEY = newSigningKey();
  const signer = createSigner(readConfig(signingShape, { SIGNING_KEY }));

  it('is verified by jose and by the verifier of our own', async () => {
    const jws = await signer.sign(TYP, { seq: 7, words: '입찰' });
    const { keys } = await signer.jwks();
    const { payload, protectedHeader } = await compactVerify(jws, createLocalJWKSet({ keys }));
    expect(JSON.parse(new TextDecoder().decode(payload))).to.deep.equal({ seq: 7, words: '입찰' });
    expect(protectedHeader).to.deep.equal({ alg: 'EdDSA', kid: keys[0]?.kid, typ: TYP });
    expect(await jwsVerifier(keys)(jws, TYP)).to.deep.equal({
      outcome: 'genuine',
      payload: { seq: 7, words: '입찰' },
    });
  });

  it('keeps what an older key signed good, and names no private part', async () => {
    const jws = await signer.sign(TYP, { seq: 1 });
    const old = JSON.stringify((await signer.jwks()).keys);
    const env = { SIGNING_KEY: newSigningKey(), SIGNING_KEYS_OLD: old };
    const { keys } = await createSigner(readConfig(signingShape, env)).jwks();
    expect(keys).to.have.length(2);
    expect(keys[0]).to.have.all.keys('kty', 'crv', 'x', 'kid', 'use', 'alg');
    expect((await jwsVerifier(keys)(jws, TYP)).outcome).to.equal('genuine');
    expect((await jwsVerifier(keys.slice(0, 1))(jws, TYP)).outcome).to.equal('unknown-key');
  });

  it('stops a start with a key of another kind, without telling it', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const rsa = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    const { privateKey: ownKey } = generateKeyPairSync('ed25519');
    const secretJwk = JSON.stringify([ownKey.export({ format: 'jwk' })]);
    for (const env of [
      {},
      { SIGNING_KEY: 'secret words' },
      { SIGNING_KEY: rsa },
      { SIGNING_KEY, SIGNING_KEYS_OLD: '{' },
      { SIGNING_KEY, SIGNING_KEYS_OLD: secretJwk },
    ]) {
      const read = () => readConfig(signingShape, env);
      expect(read).to.throw(ConfigError, /^the environment is not complete: SIGNING_KEY/);
      expect(read).not.to.throw(/secret|"d"/);
    }
  });
});
