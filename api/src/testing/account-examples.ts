import type { Deps } from '../deps.ts';
import { randomUUID } from 'node:crypto';
import { addDevice, addPicture, addSavedAddress } from './account-scenes.ts';
import { givePassword, termsInForce, KNOWN_PASSWORD, resetTokenOf } from './account-scenes.ts';
import { addPersonWithToken, newPerson } from './api-under-test.ts';
import type { Sent } from './api-under-test.ts';
import { someAddress } from './won-orders.ts';

const newName = (): string => randomUUID().slice(0, 18);

type Example = () => Promise<Sent & { query?: string } & Record<string, unknown>>;

/** How each call about an account is made so that it succeeds. */
export function accountExamples(deps: () => Deps): Record<string, Example> {
  const withPassword = async () => {
    const person = await addPersonWithToken(deps());
    await givePassword(deps(), person.userId);
    return person;
  };
  const someone = async () => ({ token: (await addPersonWithToken(deps())).token });
  const withAddress = async () => {
    const { userId, token } = await addPersonWithToken(deps());
    return { token, addressId: await addSavedAddress(deps(), userId) };
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
    listDevices: someone,
    endDevice: async () => {
      const { userId, token } = await addPersonWithToken(deps());
      return { token, deviceId: await addDevice(deps(), userId) };
    },
    endOtherDevices: someone,
    changeNickname: async () => ({ ...(await someone()), body: { nickname: newName() } }),
    setProfilePicture: async () => {
      const { token, userId } = await addPersonWithToken(deps());
      return { token, body: { imageId: await addPicture(deps(), userId) } };
    },
    removeProfilePicture: someone,
    listSavedAddresses: someone,
    saveAddress: async () => ({ ...(await someone()), body: someAddress }),
    changeSavedAddress: async () => ({ ...(await withAddress()), body: someAddress }),
    removeSavedAddress: withAddress,
    leaveAccount: async () => ({
      ...{ token: (await withPassword()).token, body: { password: KNOWN_PASSWORD } },
    }),
    downloadOwnData: someone,
    listConsents: someone,
    giveConsent: async () => ({ ...(await someone()), body: termsInForce() }),
  };
}
