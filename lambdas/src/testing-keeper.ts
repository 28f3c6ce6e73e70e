import { spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { newSigningKey } from '@sagopalgo/core/runtime/signing.ts';
import { testToss, testUrls } from '@sagopalgo/core/testing/connections.ts';
import { quickStart } from '@sagopalgo/core/testing/quick-start.ts';

const KEEPER = fileURLToPath(new URL('keeper.ts', import.meta.url));
/** A keeper that starts on a busy machine takes its time before it does anything. */
export const AT_WORK_WITHIN_MS = 30_000;

/** Starts a keeper of a database of its own on the tests' Redis; whoever starts it ends it. */
export function startKeeper(
  mysqlUrl: string,
  { env, stdio }: { env: Record<string, string>; stdio: StdioOptions },
): ChildProcess {
  const { redisUrl } = testUrls();
  const urls = { MYSQL_URL: mysqlUrl, REDIS_URL: redisUrl, SIGNING_KEY: newSigningKey() };
  return spawn(process.execPath, [KEEPER], {
    env: { ...quickStart(), ...urls, ...testToss(), ...env },
    stdio,
  });
}
