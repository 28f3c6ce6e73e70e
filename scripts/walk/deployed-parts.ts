import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startPart } from '../local/part.ts';
import type { Part } from '../local/part.ts';
import { tokenSecret } from '../local/token-secret.ts';
import type { KillSystem } from './kill-system.ts';

/** A process that answers people, and where nginx finds it. */
export type Served = Part & { url: string };

/** Starts one more sse-server on the system's Redis; `env` goes before what every one is told. */
export async function startWindow(
  { dataDir, store }: Pick<KillSystem, 'dataDir' | 'store'>,
  env: Record<string, string> = {},
  interrupted?: AbortSignal,
): Promise<Served> {
  const name = `sse-server-${randomBytes(3).toString('hex')}`;
  const plan = {
    ...{ name, file: 'sse-server/src/main.ts', ports: ['HTTP_PORT'] },
    env: {
      REDIS_URL: store.url,
      TOKEN_SECRET: tokenSecret(dataDir),
      PUBLIC_ORIGINS: 'http://127.0.0.1:3000',
      ...{ DEPLOYMENT: 'local', TRUSTED_PROXIES: 'loopback', RATE_LIMITS: 'wide' },
      ...{ LOG_LEVEL: 'info', GOODBYES_MS: '1000', ...env },
    },
    logFile: join(dataDir, 'logs', `${name}.log`),
  };
  const part = await startPart(plan, interrupted);
  return Object.assign(part, { url: `http://127.0.0.1:${part.ports['HTTP_PORT']}` });
}
