import { PROVIDER_NAMES } from '@sagopalgo/core/rules/sign-in-providers.ts';
import type { PartPlan } from './part.ts';

/** The accounts at real providers that the environment names, or null for the stand-in. */
export function realProviders(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> | null {
  const names = PROVIDER_NAMES.flatMap((name) => {
    const upper = name.toUpperCase();
    return [`${upper}_CLIENT_ID`, `${upper}_CLIENT_SECRET`];
  });
  const given = names.flatMap((name) => (env[name] ? [[name, env[name]]] : []));
  return given.length > 0 ? (Object.fromEntries(given) as Record<string, string>) : null;
}

/** How the stand-in is started for the pages of some origins, with commas between them. */
export function standInPlan(publicOrigins: string): Omit<PartPlan, 'logFile'> {
  return {
    name: 'sign-in',
    file: 'scripts/local/sign-in-part.ts',
    env: { PUBLIC_ORIGINS: publicOrigins },
    ports: ['SIGN_IN_PORT'],
  };
}
