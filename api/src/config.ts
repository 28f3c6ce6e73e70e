import process from 'node:process';
import { z } from 'zod';
import { signingShape } from '@sagopalgo/core/runtime/signing.ts';
import { listSchema, portSchema, processShape } from '@sagopalgo/core/runtime/config.ts';
import { readConfig } from '@sagopalgo/core/runtime/config.ts';

const SECRET_MIN_CHARS = 32;

const originSchema = z.string().refine(isOrigin, 'an origin such as https://sagopalgo.kr');

const shape = {
  ...processShape,
  HTTP_PORT: portSchema,
  MYSQL_URL: z.string(),
  REDIS_URL: z.string(),
  TOKEN_SECRET: z.string().min(SECRET_MIN_CHARS),
  ...signingShape,
  DEPLOYMENT: z.enum(['local', 'production']).default('production'),
  PUBLIC_ORIGINS: listSchema.pipe(z.array(originSchema).min(1)),
  IMAGES_BASE_URL: z.string().transform((url) => url.replace(/\/+$/, '')),
  RATE_LIMITS: z.enum(['strict', 'wide']).default('strict'),
  /** Whose X-Forwarded-For is believed: addresses, subnets or `loopback`. */
  TRUSTED_PROXIES: listSchema.default([]),
};

export type ApiConfig = ReturnType<typeof readApiConfig>;

/** What the api reads from its environment; throws a ConfigError naming every fault. */
export function readApiConfig(env: Readonly<Record<string, string | undefined>> = process.env) {
  const config = readConfig(shape, env);
  const local = config.DEPLOYMENT === 'local' && config.TRUSTED_PROXIES.length === 0;
  // The local start has a front of its own before the api, on the same machine.
  return { ...config, TRUSTED_PROXIES: local ? ['loopback'] : config.TRUSTED_PROXIES };
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
