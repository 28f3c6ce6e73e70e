import { z } from 'zod';

/**
 * Reads a process's whole configuration from its environment, once, at start. Every missing or wrong
 * name is told in one error, so that nobody mends them one restart at a time. Empty means missing.
 * A URL may have another name's value in it, as in `mysql://{MYSQL_USER}:{MYSQL_PASSWORD}@host/sagopalgo`, so
 * that what is secret in it can be handed over by itself.
 */
export function readConfig<Shape extends z.ZodRawShape>(
  shape: Shape,
  env: Readonly<Record<string, string | undefined>>,
): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(
    Object.entries(env)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, name.endsWith('_URL') ? filledIn(value, env) : value]),
  );
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(`the environment is not complete: ${faults.join('; ')}`);
}

// A name without a value stays as it is written, so that whoever connects says which one is missing.
function filledIn(
  url: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return url?.replaceAll(/\{([A-Z][A-Z0-9_]*)\}/g, (written: string, name: string) => {
    const value = env[name];
    return value === undefined ? written : encodeURIComponent(value);
  });
}

/** The environment lacks something or holds something that cannot be; the message names all of it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** A TCP port; 0 lets the system choose one. */
export const portSchema = z.coerce.number().int().min(0).max(65_535);

/** A list with commas; spaces around its parts and empty parts count for nothing. */
export const listSchema = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const SECRET_MIN_CHARS = 32;
const LOCAL_ORIGIN = 'http://127.0.0.1:3000';
const originSchema = z.string().refine(isOrigin, 'an origin such as https://sagopalgo.kr');

const originsSchema = listSchema.pipe(z.array(originSchema).min(1));

/** What tells a genuine access token, and under which origins people meet us. */
export const accessShape = {
  TOKEN_SECRET: z.string().min(SECRET_MIN_CHARS),
  PUBLIC_ORIGINS: originsSchema,
};

/** What a process is told that writes links to the page: where it is. Only the local start's can be guessed. */
export function pageShape(env: Readonly<Record<string, string | undefined>>) {
  const isLocal = env['DEPLOYMENT'] === 'local';
  return { PUBLIC_ORIGINS: isLocal ? originsSchema.prefault(LOCAL_ORIGIN) : originsSchema };
}

/** Where spans are sent to, as OpenTelemetry names it; nowhere where it is left out. */
export const tracingShape = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
};

/** The names every process of ours reads. */
export const processShape = {
  HOST: z.string().default('127.0.0.1'),
  INTERNAL_PORT: portSchema.default(0),
  LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
  ...tracingShape,
};

/** Whether a Redis that may lose accepted bids keeps a process from being ready, or is told only. */
export const redisDurabilitySchema = z.enum(['required', 'told']).default('required');

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
