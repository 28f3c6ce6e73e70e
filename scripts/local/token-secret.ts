import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SECRET_BYTES = 32;

/** The secret of this data directory's access tokens; made once, readable to its owner only. */
export function tokenSecret(dataDir: string): string {
  const file = join(dataDir, 'token-secret');
  if (existsSync(file)) return readFileSync(file, 'utf8');
  mkdirSync(dataDir, { recursive: true });
  const making = `${file}.making`;
  writeFileSync(making, randomBytes(SECRET_BYTES).toString('hex'), { mode: 0o600 });
  linkSync(making, file);
  rmSync(making);
  return readFileSync(file, 'utf8');
}
