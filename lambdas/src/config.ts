import process from 'node:process';
import { z } from 'zod';
import { processShape, readConfig } from '@sagopalgo/core/runtime/config.ts';

const shape = { ...processShape, MYSQL_URL: z.string(), REDIS_URL: z.string() };

/** What the keeper and every Lambda read from their environment; throws a ConfigError naming all faults. */
export function readLambdaConfig() {
  return readConfig(shape, process.env);
}
