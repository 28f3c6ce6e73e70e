import process from 'node:process';
import { z } from 'zod';
import {
  accessShape,
  ConfigError,
  portSchema,
  processShape,
  readConfig,
} from '@sagopalgo/core/runtime/config.ts';
import { proxiesShape } from '@sagopalgo/core/runtime/trusted-proxies.ts';
import { FRAME_SENDERS } from './frame-sender.ts';

const PROCESSES_MAX = 64;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const countSchema = z.coerce.number().int().min(1);

const shape = {
  ...processShape,
  HTTP_PORT: portSchema,
  REDIS_URL: z.string(),
  ...accessShape,
  /** How many processes share the port. */
  SSE_PROCESSES: countSchema.max(PROCESSES_MAX).default(1),
  /** By what frames are sent to many: what was compiled for it where that is there, nothing else, or never. */
  FRAME_SENDER: z.enum(FRAME_SENDERS).default('auto'),
  HEARTBEAT_MS: countSchema.default(20_000),
  /** A process is given about 20,000 descriptors at most; a watcher takes one. */
  CONNECTIONS_MAX: countSchema.default(15_000),
  /** Whole offices and mobile carriers share an address. */
  CONNECTIONS_PER_ADDRESS: countSchema.default(500),
  /** New ones in a second. */
  OPENINGS_PER_ADDRESS: countSchema.default(100),
  /** Of one person who is signed in; a browser needs one. */
  CONNECTIONS_PER_USER: countSchema.default(20),
  /** Wide: one address may have all of it, for load tests. */
  RATE_LIMITS: z.enum(['strict', 'wide']).default('strict'),
  /** A stream ends after 80 to 100 % of it, so that watchers spread over new processes. */
  LIFETIME_MAX_MS: z.coerce.number().int().min(MINUTE_MS).default(HOUR_MS),
  /** Over how long a stop spreads the goodbyes, so that the watchers do not all come back at once. */
  GOODBYES_MS: z.coerce.number().int().min(0).max(30_000).default(30_000),
};

export type WindowConfig = ReturnType<typeof readWindowConfig>;

/** What sse-server reads from its environment; throws a ConfigError naming all faults. */
export function readWindowConfig(env: Readonly<Record<string, string | undefined>> = process.env) {
  const config = readConfig({ ...shape, ...proxiesShape(env) }, env);
  if (config.SSE_PROCESSES > 1 && config.HTTP_PORT === 0) {
    throw new ConfigError('SSE_PROCESSES: several processes need an HTTP_PORT to share');
  }
  if (config.RATE_LIMITS === 'strict') return config;
  const { CONNECTIONS_MAX: all } = config;
  return { ...config, CONNECTIONS_PER_ADDRESS: all, OPENINGS_PER_ADDRESS: all };
}
