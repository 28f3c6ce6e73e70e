import { z } from 'zod';
import { PROVIDER_NAMES } from '@sagopalgo/core/rules/sign-in-providers.ts';
import type { ProviderName } from '@sagopalgo/core/rules/sign-in-providers.ts';

/** What the stand-in's clients are known by; nobody may have such a secret in production. */
const STAND_IN_SECRET = /^stand-in-/;
const NO_STAND_IN = 'a stand-in signs in whoever says so, so it is not for production';
const HALF = 'an id and a secret are a pair: set both, or neither';

type Env = Readonly<Record<string, string | undefined>>;
type Names = `${Uppercase<ProviderName>}_CLIENT_${'ID' | 'SECRET'}`;

/**
 * What the api is told of providers. One whose id is empty is not offered. `SIGN_IN_STAND_IN_URL` names what plays all
 * of them on a local start, and nowhere else.
 */
export function signInShape(env: Env) {
  const isLocal = env['DEPLOYMENT'] === 'local';
  const own = (name: string, pair: string) =>
    z
      .string()
      .default('')
      .refine((value) => isLocal || !STAND_IN_SECRET.test(value), NO_STAND_IN)
      .refine((value) => (value === '') === ((env[pair] ?? '') === ''), `${name}: ${HALF}`);
  const pairs = PROVIDER_NAMES.flatMap((provider) => {
    const [id, secret] = namesOf(provider);
    return [
      [id, own(id, secret)],
      [secret, own(secret, id)],
    ] as const;
  });
  return {
    ...(Object.fromEntries(pairs) as Record<Names, ReturnType<typeof own>>),
    SIGN_IN_STAND_IN_URL: z
      .union([z.literal(''), z.url({ protocol: /^http$/ })])
      .default('')
      .refine((url) => isLocal || url === '', NO_STAND_IN),
  };
}

/** The names of a provider's id and secret. */
export function namesOf(provider: ProviderName): [Names, Names] {
  const upper = provider.toUpperCase() as Uppercase<ProviderName>;
  return [`${upper}_CLIENT_ID`, `${upper}_CLIENT_SECRET`];
}

/** The same once it has been read. */
export type SignInConfig = Record<Names | 'SIGN_IN_STAND_IN_URL', string>;
