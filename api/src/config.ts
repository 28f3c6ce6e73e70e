import process from 'node:process';
import { z } from 'zod';
import { signingShape } from '@sagopalgo/core/runtime/signing.ts';
import {
  portSchema,
  processShape,
  readConfig,
  redisDurabilitySchema,
} from '@sagopalgo/core/runtime/config.ts';

const SECRET_MIN_CHARS = 32;

const listSchema = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const originSchema = z.string().refine(isOrigin, 'an origin such as https://sagopalgo.kr');

const shape = {
  ...processShape,
  HTTP_PORT: portSchema,
  MYSQL_URL: z.string(),
  REDIS_URL: z.string(),
  REDIS_DURABILITY: redisDurabilitySchema,
  TOKEN_SECRET: z.string().min(SECRET_MIN_CHARS),
  ...signingShape,
  DEPLOYMENT: z.enum(['local', 'production']).default('production'),
  PUBLIC_ORIGINS: listSchema.pipe(z.array(originSchema).min(1)),
  IMAGES_BASE_URL: z.string().transform((url) => url.replace(/\/+$/, '')),
  RATE_LIMITS: z.enum(['strict', 'wide']).default('strict'),
};

/** Whose X-Forwarded-For is believed: addresses, subnets or names such as `loopback`; `none`: nobody's. */
const proxiesSchema = z
  .string('in production it must name the proxies before the api, or say none if there are none')
  .pipe(listSchema)
  .pipe(z.array(z.string()).min(1))
  .transform((proxies) => (proxies.join() === 'none' ? [] : proxies));

export type ApiConfig = ReturnType<typeof readApiConfig>;

/** What the api reads from its environment; throws a ConfigError naming every fault. */
export function readApiConfig(env: Readonly<Record<string, string | undefined>> = process.env) {
  // The local start has a front of its own before the api, on the same machine. Elsewhere nobody can
  // guess: behind a proxy that is not trusted, everyone would share the limits of one address.
  const isLocal = env['DEPLOYMENT'] === 'local';
  const proxies = isLocal ? proxiesSchema.default(['loopback']) : proxiesSchema;
  return readConfig({ ...shape, TRUSTED_PROXIES: proxies }, env);
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
