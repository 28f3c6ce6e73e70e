import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { closeServer } from '@sagopalgo/core/runtime/internal-server.ts';
import { startStandIn } from '@sagopalgo/core/testing/sign-in-stand-in.ts';
import type { ProviderName } from '@sagopalgo/core/rules/sign-in-providers.ts';
import { cookieHeader, newPerson, PAGE_ORIGIN, startApi } from './api-under-test.ts';
import type { Answer } from './api-under-test.ts';
import { consentsInForce } from './sign-in-scenes.ts';
import { signInAt } from './stand-in-browser.ts';

/** Of everybody who signs up here. */
export const SCENE_PASSWORD = 'a good password';

/** A name that nobody has at a provider yet. */
export const newLogin = (): string => randomUUID().slice(0, 18);

/** All that an answer says. */
export const told = (answer: Answer) => answer.body as unknown as Record<string, unknown>;

export type ProviderScene = Awaited<ReturnType<typeof openProviderScene>>;

/** An api with a stand-in for every provider, and browsers that go there and back; `now` is its clock. */
export async function openProviderScene(now: () => number) {
  const { server, env } = await startStandIn({
    ...{ host: '127.0.0.1', port: 0, origins: [PAGE_ORIGIN] },
  });
  const api = await startApi(() => ({ now }), env);

  const askToLink = (provider: ProviderName, cookie: string, password: string | null) =>
    api.call('POST', '/users/me/sign-in-ways', {
      body: { provider, password },
      headers: { origin: PAGE_ORIGIN, cookie },
    });
  /** Where the browser is sent, and what it is to come back with; to link, where somebody is signed in. */
  async function begin(
    provider: ProviderName,
    cookie = '',
    password: string | null = SCENE_PASSWORD,
  ): Promise<{ cookie: string; url: string }> {
    const headers = { origin: PAGE_ORIGIN };
    const answer =
      cookie === ''
        ? await api.call('POST', '/sign-ins', { body: { provider }, headers })
        : await askToLink(provider, cookie, password);
    expect(answer.status).to.equal(201);
    return { cookie: cookieHeader(answer.cookies), url: String(told(answer)['url']) };
  }
  const finish = (provider: ProviderName, query: string, cookie: string) =>
    api.call('POST', '/sign-ins/finish', { body: { provider, query }, headers: { cookie } });
  async function come(provider: ProviderName, login: string) {
    const { url, cookie } = await begin(provider);
    const query = await signInAt(url, login);
    return { query, cookie, answer: await finish(provider, query, cookie) };
  }
  const complete = (cookie: string, given: object = {}) =>
    api.call('POST', '/sign-ins/complete', {
      body: { nickname: newLogin(), email: null, consents: consentsInForce(), ...given },
      headers: { cookie },
    });
  /** Somebody who signs in by a provider's word alone. */
  async function newcomer(login = newLogin(), provider: ProviderName = 'google') {
    const { cookie } = await come(provider, login);
    const answer = await complete(cookie);
    expect(answer.status).to.equal(201);
    return { userId: answer.body.user.userId, login, cookie: cookieHeader(answer.cookies) };
  }
  async function signedUp(email = newPerson().email) {
    const person = { ...newPerson(), email, password: SCENE_PASSWORD };
    const { body, cookies } = await api.call('POST', '/users', { body: person });
    return { ...person, userId: body.user.userId, cookie: cookieHeader(cookies) };
  }
  return {
    ...{ api, begin, askToLink, finish, come, complete, newcomer, signedUp },
    end: async () => {
      await api.end();
      server.closeAllConnections();
      await closeServer(server);
    },
  };
}
