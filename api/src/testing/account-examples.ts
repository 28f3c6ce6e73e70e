import type { Deps } from '../deps.ts';
import { randomUUID } from 'node:crypto';
import { consentsInForce, emailOf, returnedWay, returningWay } from './sign-in-scenes.ts';
import { addDevice, addPicture, addSavedAddress } from './account-scenes.ts';
import {
  givePassword,
  someBankAccount,
  termsInForce,
  KNOWN_PASSWORD,
  resetTokenOf,
} from './account-scenes.ts';
import { addPersonWithToken, newPerson } from './api-under-test.ts';
import type { Sent } from './api-under-test.ts';
import { someAddress } from './won-orders.ts';

const newName = (): string => randomUUID().slice(0, 18);

type Example = () => Promise<Sent & { query?: string } & Record<string, unknown>>;

/** How each call about an account is made so that it succeeds. */
export function accountExamples(deps: () => Deps): Record<string, Example> {
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
      const { token } = await addPersonWithPassword(deps());
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
      ...{ token: (await addPersonWithPassword(deps())).token, body: { password: KNOWN_PASSWORD } },
    }),
    setPayoutAccount: async () => {
      const { token } = await addPersonWithPassword(deps());
      return { token, body: { ...someBankAccount, password: KNOWN_PASSWORD } };
    },
    downloadOwnData: someone,
    ...signInExamples(deps),
    listConsents: someone,
    giveConsent: async () => ({ ...(await someone()), body: termsInForce() }),
  };
}

function signInExamples(deps: () => Deps): Record<string, Example> {
  const someone = async () => ({ token: (await addPersonWithToken(deps())).token });
  return {
    listProviders: async () => ({}),
    beginSignIn: async () => ({ body: { provider: 'google' } }),
    finishSignIn: async () => {
      const { token } = await addPersonWithToken(deps());
      const { cookie, query } = await returningWay(deps());
      return { token, headers: { cookie }, body: { provider: 'google', query } };
    },
    completeSignIn: async () => ({
      headers: { cookie: await returnedWay(deps(), newPerson().email) },
      body: { nickname: newName(), email: null, consents: consentsInForce() },
    }),
    joinSignIn: async () => {
      const { userId } = await addPersonWithPassword(deps());
      const cookie = await returnedWay(deps(), await emailOf(deps(), userId));
      return { headers: { cookie }, body: { password: KNOWN_PASSWORD } };
    },
    listSignInWays: someone,
    beginLink: async () => {
      const { token } = await addPersonWithPassword(deps());
      return { token, body: { provider: 'google', password: KNOWN_PASSWORD } };
    },
    unlinkProvider: async () => {
      const { token } = await addPersonWithPassword(deps());
      return { token, provider: 'google', body: { password: KNOWN_PASSWORD } };
    },
  };
}

/** The same, with a password that tests know. */
export async function addPersonWithPassword(deps: Deps) {
  const person = await addPersonWithToken(deps);
  await givePassword(deps, person.userId);
  return person;
}
