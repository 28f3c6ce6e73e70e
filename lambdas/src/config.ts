import process from 'node:process';
import { z } from 'zod';
import { mailShape } from '@sagopalgo/core/mail/mail-config.ts';
import { processShape, readConfig, redisDurabilitySchema } from '@sagopalgo/core/runtime/config.ts';
import { signingShape } from '@sagopalgo/core/runtime/signing.ts';
import { tossServerShape } from '@sagopalgo/core/toss/toss-config.ts';

const shape = {
  ...processShape,
  MYSQL_URL: z.string(),
  REDIS_URL: z.string(),
  REDIS_DURABILITY: redisDurabilitySchema,
  ...signingShape,
};

/** What the keeper and every Lambda are told by their environment. */
export type LambdaConfig = ReturnType<typeof readLambdaConfig>;

/** What the keeper and every Lambda read from their environment; throws a ConfigError naming all faults. */
export function readLambdaConfig() {
  const { env } = process;
  return readConfig({ ...shape, ...tossServerShape(env), ...mailShape(env) }, env);
}
