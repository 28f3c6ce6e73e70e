import { PROVIDER_NAMES } from '@sagopalgo/core/rules/sign-in-providers.ts';
import type { ProviderName } from '@sagopalgo/core/rules/sign-in-providers.ts';
import { namesOf } from './config.ts';
import type { SignInConfig } from './config.ts';
import { openProvider } from './provider.ts';
import type { Provider } from './provider.ts';
import { planOf } from './provider-plans.ts';

/** The providers that are offered, by their names. */
export type Providers = ReadonlyMap<ProviderName, Provider>;

/** Opens those that the configuration has accounts at. */
export function openProviders(config: SignInConfig): Providers {
  const offered = PROVIDER_NAMES.flatMap((name) => {
    const [id, secret] = namesOf(name);
    const account = { clientId: config[id], clientSecret: config[secret] };
    if (account.clientId === '') return [];
    const plan = planOf(name, config.SIGN_IN_STAND_IN_URL);
    return [[name, openProvider(name, plan, account)] as const];
  });
  return new Map(offered);
}
