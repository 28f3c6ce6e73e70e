import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newSigningKey } from '@sagopalgo/core/runtime/signing.ts';

/** The key of this data directory's receipts and heads; made once, readable to its owner only. */
export function signingKey(dataDir: string): string {
  const file = join(dataDir, 'signing-key');
  if (existsSync(file)) return readFileSync(file, 'utf8');
  mkdirSync(dataDir, { recursive: true });
  const making = `${file}.making`;
  writeFileSync(making, newSigningKey(), { mode: 0o600 });
  linkSync(making, file);
  rmSync(making);
  return readFileSync(file, 'utf8');
}
