import { expect } from 'chai';
import { newNonce, sha256Hex } from './digest.ts';

describe('digests and nonces', () => {
  it('hash the bytes of a text as UTF-8', () => {
    expect(sha256Hex('abc')).to.equal(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(sha256Hex('입찰')).to.have.length(64);
  });

  it('give each nonce once, 16 bytes in hex', () => {
    const nonces = Array.from({ length: 2_000 }, () => newNonce());
    expect(new Set(nonces).size).to.equal(nonces.length);
    for (const nonce of nonces) expect(nonce).to.match(/^[0-9a-f]{32}$/);
  });
});
