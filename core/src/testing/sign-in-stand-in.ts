import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import { PROVIDER_NAMES } from '../rules/sign-in-providers.ts';
import type { ProviderName } from '../rules/sign-in-providers.ts';
import { bearerIn } from '../runtime/token.ts';
import { clientAt, STAND_IN_SECRET, standInEnv } from './stand-in-accounts.ts';
import { listen } from '../runtime/internal-server.ts';

const SCOPES = ['openid', 'email', 'profile', 'profile_nickname'];
/** Whoever signs in by such a name has an address that the provider has not verified. */
const UNVERIFIED = /^unverified/;

/** What plays all three providers, each with its quirks. */
export interface StandIn {
  url: string;
  /** What the api is told so that it signs in here. */
  env: Record<string, string>;
  server: Server;
}

/** Where the stand-in listens, and from where people may be sent to it. */
export interface StandInPlace {
  host: string;
  port: number;
  /** Origins of the page. */
  origins: readonly string[];
}

/**
 * Starts it. Anybody is let in by any name: `kim` is kim@google.test there, of whom Kakao tells no address, and
 * Naver one that it has not verified; a name with an `@` is its own address.
 */
export async function startStandIn({ host, port, origins }: StandInPlace): Promise<StandIn> {
  const listeners = new Map<string, RequestListener>();
  const server = createServer((request, response) => answer(listeners, request, response));
  const listening = await listen(server, host, port);
  const url = `http://${host}:${listening}`;
  for (const name of PROVIDER_NAMES) listeners.set(name, play(name, `${url}/${name}`, origins));
  return { url, server, env: standInEnv(url) };
}

function play(name: ProviderName, issuer: string, origins: readonly string[]): RequestListener {
  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: clientAt(name), client_secret: STAND_IN_SECRET },
        redirect_uris: origins.map((origin) => `${origin}/sign-in/${name}`),
        ...{ grant_types: ['authorization_code'], response_types: ['code'] },
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    ...{ scopes: SCOPES, conformIdTokenClaims: false },
    claims: {
      ...{ openid: ['sub'], email: ['email', 'email_verified'] },
      ...{ profile: ['name'], profile_nickname: ['nickname'] },
    },
    pkce: { required: () => true },
    cookies: {
      // All three are of one host.
      names: Object.fromEntries(
        ['session', 'interaction', 'resume'].map((kind) => [kind, `${kind}_${name}`]),
      ),
      keys: [STAND_IN_SECRET],
    },
    findAccount: (_context: unknown, accountId: string) => ({
      accountId,
      claims: () => claimsOf(name, accountId),
    }),
    // Nobody is asked twice: who has said their name has agreed.
    loadExistingGrant: async ({ oidc }: GrantContext) => {
      const grant = new provider.Grant({
        clientId: oidc.client.clientId,
        accountId: oidc.session.accountId,
      });
      grant.addOIDCScope(SCOPES.join(' '));
      await grant.save();
      return grant;
    },
  });
  const callback = provider.callback();
  return (request, response) => {
    if (name === 'naver' && request.url === '/profile') {
      void tell(provider, request, response);
      return;
    }
    callback(request, response);
  };
}

interface GrantContext {
  oidc: { client: { clientId: string }; session: { accountId: string } };
}

function claimsOf(name: ProviderName, accountId: string): Record<string, unknown> {
  const [nickname = ''] = accountId.split('@');
  if (name === 'kakao') return { sub: accountId, nickname };
  const isVerified = !UNVERIFIED.test(accountId);
  return {
    ...{ sub: accountId, name: nickname, email: emailOf(name, accountId) },
    email_verified: isVerified,
  };
}

function emailOf(name: ProviderName, accountId: string): string {
  return accountId.includes('@') ? accountId : `${accountId}@${name}.test`;
}

// Naver's own form of a profile, with its status inside.
async function tell(provider: Provider, request: IncomingMessage, response: ServerResponse) {
  const token = await provider.AccessToken.find(bearerIn(request.headers.authorization) ?? '');
  response.setHeader('content-type', 'application/json');
  if (!token || token.isExpired) {
    response.statusCode = 401;
    response.end(JSON.stringify({ resultcode: '024', message: 'Authentication failed' }));
    return;
  }
  const { accountId } = token;
  const [nickname] = accountId.split('@');
  const person = { id: accountId, nickname, email: emailOf('naver', accountId) };
  response.end(JSON.stringify({ resultcode: '00', message: 'success', response: person }));
}

// Naver knows no scopes; the library that plays it gives nothing to whoever asks for none.
function withScope(url: string): string {
  return url.startsWith('/naver/auth?') ? `${url}&scope=profile_nickname` : url;
}

function answer(
  listeners: ReadonlyMap<string, RequestListener>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const url = withScope(request.url ?? '/');
  const [, name = ''] = url.split('/');
  const listener = listeners.get(name.split('?')[0] ?? '');
  if (!listener) {
    response.statusCode = 404;
    response.end();
    return;
  }
  // As a framework does that mounts it there.
  Object.assign(request, { originalUrl: url, url: url.slice(name.length + 1) || '/' });
  listener(request, response);
}
