import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { signInAttempts } from '@sagopalgo/core/mysql/sign-in-schema.ts';
import { cookieName } from '@sagopalgo/core/runtime/session-cookies.ts';
import { sha256Hex } from '@sagopalgo/core/runtime/digest.ts';
import type { Deps } from '../deps.ts';
import type { Provider } from '../users/sign-in/provider.ts';
import type { Providers } from '../users/sign-in/open-providers.ts';
import { termsInForce } from './account-scenes.ts';

const MINUTE_MS = 60_000;

/** A Google at which whoever comes is somebody new, and nothing is asked of anybody. */
export const EASY_PROVIDERS: Providers = new Map([['google', easyProvider()]]);

function easyProvider(): Provider {
  return {
    name: 'google',
    addressOf: async () => 'https://provider.example/authorize',
    profileOf: async () => {
      const subject = randomUUID();
      return { subject, email: `${subject}@test.example`, emailVerified: true, nickname: null };
    },
  };
}

/** A way that is about to come back: the cookie, and what stands behind the `?`. */
export async function returningWay(deps: Deps): Promise<{ cookie: string; query: string }> {
  const { token, state } = await addWay(deps, {});
  return { cookie: cookieOf(deps, token), query: `?code=c&state=${state}` };
}

/** The cookie of a way that has come back with a verified address. */
export async function returnedWay(deps: Deps, email: string): Promise<string> {
  const subject = randomUUID();
  const nowMs = Date.now();
  const { token } = await addWay(deps, {
    subject,
    email,
    emailVerified: true,
    returnedAtMs: nowMs,
  });
  return cookieOf(deps, token);
}

/** The address of somebody's account. */
export async function emailOf({ db }: Pick<Deps, 'db'>, userId: string): Promise<string> {
  const [user] = await db.select().from(users).where(eq(users.userId, userId));
  if (!user) throw new Error('nobody is there');
  return user.email;
}

/** What a sign-up agrees to. */
export function consentsInForce(): { terms: string; privacy: string } {
  const { version } = termsInForce();
  return { terms: version, privacy: version };
}

async function addWay({ db }: Deps, given: Partial<typeof signInAttempts.$inferInsert>) {
  const token = randomUUID();
  const state = randomUUID();
  await db.insert(signInAttempts).values({
    ...{ attemptHash: sha256Hex(token), provider: 'google', state, nonce: 'n', verifier: 'v' },
    ...{ redirectUri: 'http://localhost:3000/sign-in/google' },
    expiresAtMs: Date.now() + MINUTE_MS,
    ...given,
  });
  return { token, state };
}

function cookieOf({ settings }: Pick<Deps, 'settings'>, token: string): string {
  return `${cookieName(settings.publicOrigins, 'signIn')}=${token}`;
}
