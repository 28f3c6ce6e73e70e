import process from 'node:process';
import { z } from 'zod';
import { processShape, readConfig, redisDurabilitySchema } from '@sagopalgo/core/runtime/config.ts';
import { signingShape } from '@sagopalgo/core/runtime/signing.ts';
import { searchShape } from '@sagopalgo/core/search/search-config.ts';
import { tossServerShape } from '@sagopalgo/core/toss/toss-config.ts';

const shape = {
  ...processShape,
  MYSQL_URL: z.string(),
  REDIS_URL: z.string(),
  REDIS_DURABILITY: redisDurabilitySchema,
  ...signingShape,
  ...searchShape,
};

/** What the keeper and every Lambda are told by their environment. */
export type LambdaConfig = ReturnType<typeof readLambdaConfig>;

/** What the keeper and every Lambda read from their environment; throws a ConfigError naming all faults. */
export function readLambdaConfig() {
  return readConfig({ ...shape, ...tossServerShape(process.env) }, process.env);
}
