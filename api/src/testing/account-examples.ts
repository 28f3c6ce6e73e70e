import type { Deps } from '../deps.ts';
import { givePassword, KNOWN_PASSWORD, resetTokenOf } from './account-scenes.ts';
import { addPersonWithToken, newPerson } from './api-under-test.ts';
import type { Sent } from './api-under-test.ts';

type Example = () => Promise<Sent & { query?: string } & Record<string, unknown>>;

/** How each call about an account is made so that it succeeds. */
export function accountExamples(deps: () => Deps): Record<string, Example> {
  const withPassword = async () => {
    const person = await addPersonWithToken(deps());
    await givePassword(deps(), person.userId);
    return person;
  };
  return {
    requestPasswordReset: async () => ({ body: { email: newPerson().email } }),
    resetPassword: async () => {
      const { userId } = await addPersonWithToken(deps());
      return { body: { token: await resetTokenOf(deps(), userId), password: KNOWN_PASSWORD } };
    },
    changePassword: async () => {
      const { token } = await withPassword();
      return { token, body: { password: KNOWN_PASSWORD, newPassword: 'another good one' } };
    },
  };
}
