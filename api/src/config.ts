import process from 'node:process';
import { z } from 'zod';
import { pictureStoreShape } from '@sagopalgo/core/images/store-config.ts';
import { signingShape } from '@sagopalgo/core/runtime/signing.ts';
import {
  accessShape,
  portSchema,
  processShape,
  readConfig,
  redisDurabilitySchema,
} from '@sagopalgo/core/runtime/config.ts';
import { searchShape } from '@sagopalgo/core/search/search-config.ts';
import { pushPageShape } from '@sagopalgo/core/push/push-config.ts';
import { proxiesShape } from '@sagopalgo/core/runtime/trusted-proxies.ts';
import { signInShape } from './users/sign-in/config.ts';
import { tossShape } from '@sagopalgo/core/toss/toss-config.ts';

/** Older than that nothing of the record is shown while Redis and the record answer. */
const READ_CACHE_MAX_MS = 5_000;

const shape = {
  ...processShape,
  HTTP_PORT: portSchema,
  MYSQL_URL: z.string(),
  REDIS_URL: z.string(),
  REDIS_DURABILITY: redisDurabilitySchema,
  ...accessShape,
  ...signingShape,
  ...pictureStoreShape,
  ...searchShape,
  ...pushPageShape,
  IMAGES_BASE_URL: z.string().transform((url) => url.replace(/\/+$/, '')),
  RATE_LIMITS: z.enum(['strict', 'wide']).default('strict'),
  READ_CACHE_MS: z.coerce.number().int().min(0).max(READ_CACHE_MAX_MS).default(READ_CACHE_MAX_MS),
};

export type ApiConfig = ReturnType<typeof readApiConfig>;

/** What the api reads from its environment; throws a ConfigError naming every fault. */
export function readApiConfig(env: Readonly<Record<string, string | undefined>> = process.env) {
  return readConfig(
    { ...shape, ...proxiesShape(env), ...tossShape(env), ...signInShape(env) },
    env,
  );
}
