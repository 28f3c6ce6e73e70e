import * as client from 'openid-client';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { ProviderName } from '@sagopalgo/core/rules/sign-in-providers.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { faultOf } from './provider-faults.ts';
import type { ProviderPlan } from './provider-plans.ts';
import { profileOfClaims, profileOfNaver } from './read-profile.ts';
import type { Profile } from './read-profile.ts';

/** A provider that does not answer by then is away; a way back asks it two or three times. */
const ANSWER_WITHIN_S = 4;
/** What a way to a provider is known by when it comes back. */
export interface Way {
  state: string;
  nonce: string;
  verifier: string;
  redirectUri: string;
}

/** A provider as the api asks it. */
export interface Provider {
  name: ProviderName;
  /** Where the browser goes. */
  addressOf(way: Way): Promise<string>;
  /**
   * Who came back with this query. Throws SIGN_IN_DECLINED, SIGN_IN_INVALID for what is not of this way, and
   * PROVIDER_AWAY for a provider that does not answer, or not as it should.
   */
  profileOf(way: Way, query: string): Promise<Profile>;
}

/** Opens a provider; nothing is asked yet. Its keys are read once they are needed, and kept. */
export function openProvider(
  name: ProviderName,
  plan: ProviderPlan,
  account: { clientId: string; clientSecret: string },
): Provider {
  const config = configOf(plan, account);
  const isOidc = plan.jwks !== null;
  return {
    name,
    addressOf: async ({ state, nonce, verifier, redirectUri }) => {
      const challenge = await client.calculatePKCECodeChallenge(verifier);
      const url = client.buildAuthorizationUrl(config, {
        ...{ redirect_uri: redirectUri, state, ...(plan.scope && { scope: plan.scope }) },
        ...{ code_challenge: challenge, code_challenge_method: 'S256' },
        ...(isOidc && { nonce }),
      });
      return url.href;
    },
    profileOf: async (way, query) => {
      try {
        return await ask(config, plan, way, query);
      } catch (error) {
        const code = faultOf(error);
        if (code === null) throw error;
        throw new RefusalError(code, { provider: name });
      }
    },
  };
}

async function ask(
  config: client.Configuration,
  { jwks, profile }: ProviderPlan,
  { state, nonce, verifier, redirectUri }: Way,
  query: string,
): Promise<Profile> {
  const url = new URL(redirectUri);
  url.search = query;
  const isOidc = jwks !== null;
  const tokens = await client.authorizationCodeGrant(config, url, {
    ...{ expectedState: state, pkceCodeVerifier: verifier },
    ...(isOidc && { expectedNonce: nonce, idTokenExpected: true }),
  });
  if (profile === null) return profileOfClaims(tokens.claims());
  const at = new URL(profile);
  const answer = await client.fetchProtectedResource(config, tokens.access_token, at, 'GET');
  return profileOfNaver(await answer.json());
}

function configOf(
  plan: ProviderPlan,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
): client.Configuration {
  const server = {
    issuer: plan.issuer,
    authorization_endpoint: plan.authorization,
    token_endpoint: plan.token,
    ...(plan.jwks !== null && { jwks_uri: plan.jwks }),
  };
  const config = new client.Configuration(server, clientId, clientSecret);
  config.timeout = ANSWER_WITHIN_S;
  config[client.customFetch] = boundedFetch;
  // An ID token's signature is looked at, though it came over TLS from the provider itself.
  if (plan.jwks !== null) client.enableNonRepudiationChecks(config);
  // Only what plays a provider on this machine is without TLS; its address is refused elsewhere.
  if (plan.issuer.startsWith('http://')) client.allowInsecureRequests(config);
  return config;
}
