import process from 'node:process';
import { z } from 'zod';
import {
  accessShape,
  portSchema,
  processShape,
  readConfig,
} from '@sagopalgo/core/runtime/config.ts';

const shape = {
  ...processShape,
  HTTP_PORT: portSchema,
  REDIS_URL: z.string(),
  ...accessShape,
  HEARTBEAT_MS: z.coerce.number().int().min(1).default(20_000),
  /** A process is given about 20,000 descriptors at most; a watcher takes one. */
  CONNECTIONS_MAX: z.coerce.number().int().min(1).default(15_000),
  /** Streams of one signed-in person in this process; a browser needs one. */
  CONNECTIONS_PER_USER_MAX: z.coerce.number().int().min(1).default(20),
  /** Over how long a stop spreads the goodbyes, so that the watchers do not all come back at once. */
  GOODBYES_MS: z.coerce.number().int().min(0).max(30_000).default(1_000),
};

/** What sse-server reads from its environment; throws a ConfigError naming all faults. */
export function readWindowConfig() {
  return readConfig(shape, process.env);
}
