import { KNOWN_PASSWORD, resetTokenOf } from '@sagopalgo/api/src/testing/account-scenes.ts';
import { hashPassword } from '@sagopalgo/api/src/users/password.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import type { MakeThing } from './things.ts';

/** Of everybody: the one who calls is told by the sign-in alone. */
const ownPassword: MakeThing = async ({ api: { deps } }) => {
  await deps.db.update(users).set({ passwordHash: await hashPassword(KNOWN_PASSWORD) });
  return { params: {}, body: { password: KNOWN_PASSWORD, newPassword: 'another good one' } };
};

const resetOfTheBuyer: MakeThing = async ({ api: { deps } }, { buyer: { userId } }) => ({
  params: {},
  body: { token: await resetTokenOf(deps, userId), password: KNOWN_PASSWORD },
});

/** What calls about an account are about. */
export const ACCOUNT_THINGS: Readonly<Record<string, MakeThing>> = {
  'own password': ownPassword,
  'reset link to the buyer': resetOfTheBuyer,
};
