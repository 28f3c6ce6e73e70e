import { PROVIDER_NAMES } from '../rules/sign-in-providers.ts';
import type { ProviderName } from '../rules/sign-in-providers.ts';

/** Nobody may be known by such a secret in production. */
export const STAND_IN_SECRET = 'stand-in-secret-that-is-known-to-everybody';

/** What the api is told so that it signs in at the stand-in there. */
export function standInEnv(url: string): Record<string, string> {
  const accounts = PROVIDER_NAMES.flatMap((name) => {
    const upper = name.toUpperCase();
    return [
      [`${upper}_CLIENT_ID`, clientAt(name)],
      [`${upper}_CLIENT_SECRET`, STAND_IN_SECRET],
    ];
  });
  return { SIGN_IN_STAND_IN_URL: url, ...Object.fromEntries(accounts) };
}

/** What the api is known by at what plays a provider. */
export function clientAt(name: ProviderName): string {
  return `stand-in-${name}`;
}
