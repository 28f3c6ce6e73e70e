import { join } from 'node:path';
import { newSigningKey } from '@sagopalgo/core/runtime/signing.ts';
import { startPart } from '../local/part.ts';
import type { Part } from '../local/part.ts';
import type { LoadStores } from './load-stores.ts';

export const ARMS = ['bare', 'api', 'first'] as const;
/**
 * `bare`: node:http that has the same script judge. `api`: the real one, as in production. `first`: the
 * way of the first such system, which reads, compares and writes.
 */
export type Arm = (typeof ARMS)[number];

const FILES: Record<Arm, string> = {
  bare: 'scripts/load/arms/bare-server.ts',
  api: 'api/src/main.ts',
  first: 'scripts/load/arms/compare-and-set-server.ts',
};

/** What an arm's processes are started with. */
export interface ArmDeps {
  stores: LoadStores;
  tokenSecret: string;
}

/** Starts the server of an arm in so many processes; the load reaches each at its HTTP_PORT. */
export async function startArm(arm: Arm, processes: number, deps: ArmDeps): Promise<Part[]> {
  const parts: Part[] = [];
  for (let number = 1; number <= processes; number += 1) {
    parts.push(await startProcess(arm, number, deps));
  }
  return parts;
}

function startProcess(arm: Arm, number: number, { stores, tokenSecret }: ArmDeps): Promise<Part> {
  return startPart({
    name: arm,
    file: FILES[arm],
    env: {
      MYSQL_URL: stores.mysqlUrl,
      REDIS_URL: stores.redisUrl,
      ...(arm === 'api' && apiEnv(tokenSecret)),
    },
    ports: ['HTTP_PORT'],
    logFile: join(stores.dataDir, `${arm}-${number}.log`),
  });
}

/** The api as it is deployed, but for the limits on rates: the whole load comes from one address. */
export function apiEnv(tokenSecret: string): Record<string, string> {
  return {
    TOKEN_SECRET: tokenSecret,
    SIGNING_KEY: newSigningKey(),
    // Nothing is paid for here, so nobody is asked with them.
    TOSS_SECRET_KEY: 'test_gsk_load_0',
    TOSS_CLIENT_KEY: 'test_gck_load_0',
    DEPLOYMENT: 'production',
    PUBLIC_ORIGINS: 'https://sagopalgo.example',
    IMAGES_BASE_URL: '/images',
    RATE_LIMITS: 'wide',
    TRUSTED_PROXIES: 'loopback',
  };
}
