import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newVapidKey } from '@sagopalgo/core/push/push-config.ts';
import { newSigningKey } from '@sagopalgo/core/runtime/signing.ts';

/** The key of this data directory's receipts and heads; made once, readable to its owner only. */
export function signingKey(dataDir: string): string {
  return keptKey(dataDir, 'signing-key', newSigningKey);
}

/** The private key by which browsers know this data directory's pushes; the same. */
export function vapidKey(dataDir: string): string {
  return keptKey(dataDir, 'vapid-key', newVapidKey);
}

function keptKey(dataDir: string, name: string, make: () => string): string {
  const file = join(dataDir, name);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  mkdirSync(dataDir, { recursive: true });
  const making = `${file}.making`;
  writeFileSync(making, make(), { mode: 0o600 });
  linkSync(making, file);
  rmSync(making);
  return readFileSync(file, 'utf8');
}
