import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readConfig } from '@sagopalgo/core/runtime/config.ts';
import { signingShape } from '@sagopalgo/core/runtime/signing.ts';
import { signingKey } from './signing-key.ts';

describe('the signing key of a data directory', () => {
  it('is made once, is one that processes take, and is for its owner only', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'signing-key-'));
    try {
      const SIGNING_KEY = signingKey(dataDir);
      expect(signingKey(dataDir)).to.equal(SIGNING_KEY);
      expect(readConfig(signingShape, { SIGNING_KEY }).SIGNING_KEY).to.equal(SIGNING_KEY);
      expect(statSync(join(dataDir, 'signing-key')).mode & 0o077).to.equal(0);
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });
});
