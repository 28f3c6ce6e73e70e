import process from 'node:process';
import { z } from 'zod';
import { mailShape } from '@sagopalgo/core/mail/mail-config.ts';
import {
  pageShape,
  processShape,
  readConfig,
  redisDurabilitySchema,
  tracingShape,
} from '@sagopalgo/core/runtime/config.ts';
import { pictureStoreShape } from '@sagopalgo/core/images/store-config.ts';
import { signingShape } from '@sagopalgo/core/runtime/signing.ts';
import { pushShape } from '@sagopalgo/core/push/push-config.ts';
import { searchShape } from '@sagopalgo/core/search/search-config.ts';
import { tossServerShape } from '@sagopalgo/core/toss/toss-config.ts';
import { readSecrets } from './read-secrets.ts';

const storesShape = {
  ...processShape,
  MYSQL_URL: z.string(),
  REDIS_URL: z.string(),
  REDIS_DURABILITY: redisDurabilitySchema,
  ...searchShape,
};

/** A push service may be on this machine on the local start alone. */
const pushWorkShape = { ...pushShape, DEPLOYMENT: z.string().default('production') };

/** What every process of this room is told that works on auctions or orders. */
export type StoresConfig = ReturnType<typeof readStoresConfig>;

/** What a process is told by its environment. */
export type Env = Readonly<Record<string, string | undefined>>;

/** The environment with the secrets that it only says where to find; a Lambda begins with it. */
export async function wholeEnvironment(): Promise<Env> {
  const { env } = process;
  return { ...env, ...(await readSecrets(env['SECRETS'])) };
}

/** What the keeper reads from its environment, who does everything; throws a ConfigError naming all faults. */
export function readKeeperConfig(env: Env = process.env) {
  const duties = { ...signingShape, ...tossServerShape(env), ...mailShape(env) };
  return readConfig({ ...storesShape, ...duties, ...pageShape(env), ...pushWorkShape }, env);
}

/**
 * What a Lambda reads which does nothing but work on what is stored. Each of the next five is trusted with one thing
 * more.
 */
export function readStoresConfig(env: Env) {
  return readConfig(storesShape, env);
}

/** What a Lambda reads that signs the heads of chained logs. */
export function readSigningConfig(env: Env) {
  return readConfig({ ...storesShape, ...signingShape }, env);
}

/** What a Lambda reads that asks Toss. */
export function readTossConfig(env: Env) {
  return readConfig({ ...storesShape, ...tossServerShape(env) }, env);
}

/** What a Lambda reads that sends mails. */
export function readMailConfig(env: Env) {
  return readConfig({ ...storesShape, ...mailShape(env) }, env);
}

/** What a Lambda reads that writes links to the page. */
export function readNoticeConfig(env: Env) {
  return readConfig({ ...storesShape, ...pageShape(env) }, env);
}

/** What a Lambda reads that sends pushes. */
export function readPushConfig(env: Env) {
  return readConfig({ ...storesShape, ...pushWorkShape }, env);
}

/** Where a Lambda's spans are sent to; undefined for nowhere. */
export function readTracingEndpoint(): string | undefined {
  return readConfig(tracingShape, process.env).OTEL_EXPORTER_OTLP_ENDPOINT;
}

const GRACE_DAYS = 7;

const picturesShape = {
  LOG_LEVEL: processShape.LOG_LEVEL,
  MYSQL_URL: z.string(),
  ...pictureStoreShape,
  /** How long the files of pictures are kept after their auction is gone or shows them no more. */
  PICTURES_GRACE_DAYS: z.coerce.number().min(0).default(GRACE_DAYS),
};

/** What the Lambdas that work on pictures are told: nothing of Redis, Toss or the signing key. */
export type PicturesConfig = ReturnType<typeof readPicturesConfig>;

/** The same, read from the environment; throws a ConfigError naming all faults. */
export function readPicturesConfig(env: Env = process.env) {
  return readConfig(picturesShape, env);
}
