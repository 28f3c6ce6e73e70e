import type { ApiUnderTest } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { addPersonWithToken, PAGE_ORIGIN } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { startApiAlone } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { EASY_PROVIDERS } from '@sagopalgo/api/src/testing/sign-in-scenes.ts';
import { TOSS_THAT_KNOWS_NOTHING } from '@sagopalgo/api/src/testing/silent-toss.ts';
import { addCategory } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { paymentDefaults } from '@sagopalgo/core/mysql/till-schema.ts';
import { cookieName } from '@sagopalgo/core/runtime/session-cookies.ts';

/** Who calls: nobody is signed in; a blocked buyer is one who did not pay too often. */
export const ROLES = ['nobody', 'stranger', 'buyer', 'seller', 'operator', 'blocked'] as const;
export type Role = (typeof ROLES)[number];
export type SignedIn = Exclude<Role, 'nobody'>;

export interface Person {
  userId: string;
  token: string;
}
export type People = Record<SignedIn, Person>;

/** The api on a record of its own, so that terms, categories and orders concern no other test. */
export interface Stage {
  api: ApiUnderTest;
  people: People;
}

const DEFAULTS_THAT_BLOCK = 2;
const UNLIMITED = { take: async () => undefined, check: async () => undefined };

/** Starts the api with one person of each role. */
export async function openStage(): Promise<Stage> {
  const api = await startApiAlone(({ limits }) => ({
    toss: TOSS_THAT_KNOWS_NOTHING,
    providers: EASY_PROVIDERS,
    limits: {
      ...limits,
      ...{ emailProofs: UNLIMITED, wrongPasswords: UNLIMITED, passwordResets: UNLIMITED },
      ...{ dataDownloads: UNLIMITED },
    },
    // Everybody keeps their token, whatever they do to their account.
    spentTokens: { look: async () => undefined, isSpent: () => false },
  }));
  await addCategory(api.deps);
  const people = {
    stranger: await addPersonWithToken(api.deps),
    buyer: await addPersonWithToken(api.deps),
    seller: await addPersonWithToken(api.deps),
    operator: await addPersonWithToken(api.deps, 'ADMIN'),
    blocked: await addPersonWithToken(api.deps),
  };
  await block(api, people.blocked);
  await api.deps.operators.look();
  return { api, people };
}

/** The headers that say who calls, as a program does. */
export function asProgram(person: Person | null): Record<string, string> {
  return person ? { authorization: `Bearer ${person.token}` } : {};
}

/** The `Cookie` header by which a browser says who calls, or none. */
export function asBrowser(person: Person | null): Record<string, string> {
  return person ? { cookie: `${cookieName([PAGE_ORIGIN], 'access')}=${person.token}` } : {};
}

async function block({ deps }: ApiUnderTest, { userId }: Person): Promise<void> {
  const defaultedAtMs = Date.now();
  const rows = Array.from({ length: DEFAULTS_THAT_BLOCK }, (_, index) => ({
    ...{ orderId: `default-${index}`, auctionId: 'a', bidderId: userId, amountKrw: 1 },
    defaultedAtMs,
  }));
  await deps.db.insert(paymentDefaults).values(rows);
  await deps.gate.look();
}
