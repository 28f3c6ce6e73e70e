import { join } from 'node:path';
import { testToss } from '@sagopalgo/core/testing/connections.ts';
import { startPart } from '../local/part.ts';
import type { Part } from '../local/part.ts';

/** What `docker compose` calls a service, as far as runbooks speak of it. */
export interface Service {
  name: string;
  isUp: () => boolean;
  /** Starts it unless it runs; with another environment than before it is started anew. */
  up: (env: Record<string, string>) => Promise<void>;
  down: () => Promise<void>;
  /** Ends it as a crash would. */
  kill: () => Promise<void>;
  /** Where it is asked about itself, by the number that it has inside its container. */
  portOf: (inside: number) => number | undefined;
  pid: () => number | undefined;
  logFile: string;
  /** What stands for its volume, where it has one. */
  volume?: string;
}

/** What rooms are told of the house that they are in. */
export interface Surroundings {
  dataDir: string;
  mysqlUrl: string;
  redisUrl: string;
  ports: { api: number; sse: number; toss: number };
  tokenSecret: string;
  signingKey: string;
}

const INTERNAL_PORT = 9000;
const HTTP_PORT = 8000;
const ORIGIN = 'http://127.0.0.1:3000';

/** The rooms that a house can have, each as a process of its own. */
export const ROOMS = {
  toss: {
    file: 'scripts/toss-simulator/toss-part.ts',
    env: ({ dataDir, ports }: Surroundings) => ({
      TOSS_PORT: String(ports.toss),
      TOSS_STATE_FILE: join(dataDir, 'toss', 'payments.jsonl'),
    }),
  },
  api: {
    file: 'api/src/main.ts',
    env: (house: Surroundings) => ({
      ...storesOf(house),
      ...accessOf(house),
      ...testToss(tossUrl(house)),
      ...{ SIGNING_KEY: house.signingKey, IMAGES_BASE_URL: '/images', RATE_LIMITS: 'wide' },
      HTTP_PORT: String(house.ports.api),
    }),
  },
  'sse-server': {
    file: 'sse-server/src/main.ts',
    env: (house: Surroundings) => ({
      ...{ REDIS_URL: house.redisUrl, ...accessOf(house), HTTP_PORT: String(house.ports.sse) },
      ...{ TRUSTED_PROXIES: 'none', RATE_LIMITS: 'wide', GOODBYES_MS: '0' },
    }),
  },
  keeper: { file: 'lambdas/src/keeper.ts', env: workerEnv },
  clock: {
    file: 'scripts/local/clock.ts',
    env: (house: Surroundings) => ({
      ...workerEnv(house),
      // No picture is made in these houses, so nobody listens there.
      ...{ S3_ENDPOINT: 'http://127.0.0.1:9', S3_REGION: 'ap-northeast-2', S3_BUCKET: 'none' },
      ...{ S3_ACCESS_KEY_ID: 'none', S3_SECRET_ACCESS_KEY: 'none' },
    }),
  },
} as const;

export type RoomName = keyof typeof ROOMS;

/** A room as a service that is not up yet; `versions` names the file that runs instead of its own. */
export function roomService(
  name: RoomName,
  house: Surroundings,
  versions: ReadonlyMap<string, string>,
): Service {
  const logFile = join(house.dataDir, 'logs', `${name}.log`);
  let part: Part | null = null;
  let given = '';
  const end = async (how: 'stop' | 'kill'): Promise<void> => {
    const ending = part;
    part = null;
    await ending?.[how]();
  };
  return {
    name,
    logFile,
    isUp: () => part !== null,
    portOf: (inside) => {
      if (inside === INTERNAL_PORT) return part?.ports['INTERNAL_PORT'];
      return inside === HTTP_PORT && name === 'api' ? house.ports.api : undefined;
    },
    pid: () => part?.pid,
    down: () => end('stop'),
    kill: () => end('kill'),
    up: async (env) => {
      const file = versions.get(name) ?? ROOMS[name].file;
      const wanted = JSON.stringify({ file, env });
      if (part && wanted === given) return;
      await end('stop');
      const told = { LOG_LEVEL: 'info', ...ROOMS[name].env(house), ...env };
      part = await startPart({ name, file, env: told, logFile });
      given = wanted;
    },
  };
}

function storesOf({ mysqlUrl, redisUrl }: Surroundings): Record<string, string> {
  return { MYSQL_URL: mysqlUrl, REDIS_URL: redisUrl };
}

function accessOf({ tokenSecret }: Surroundings): Record<string, string> {
  return { TOKEN_SECRET: tokenSecret, PUBLIC_ORIGINS: ORIGIN };
}

function workerEnv(house: Surroundings): Record<string, string> {
  return { ...storesOf(house), ...testToss(tossUrl(house)), SIGNING_KEY: house.signingKey };
}

function tossUrl({ ports }: Surroundings): string {
  return `http://127.0.0.1:${ports.toss}`;
}
