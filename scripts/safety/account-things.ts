import { randomUUID } from 'node:crypto';
import {
  addDevice,
  addPicture,
  addSavedAddress,
} from '@sagopalgo/api/src/testing/account-scenes.ts';
import { newPerson } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { consentsInForce, emailOf } from '@sagopalgo/api/src/testing/sign-in-scenes.ts';
import { returnedWay, returningWay } from '@sagopalgo/api/src/testing/sign-in-scenes.ts';
import {
  KNOWN_PASSWORD,
  resetTokenOf,
  someBankAccount,
} from '@sagopalgo/api/src/testing/account-scenes.ts';
import { hashPassword } from '@sagopalgo/api/src/users/password.ts';
import { savedAddresses } from '@sagopalgo/core/mysql/account-schema.ts';
import { auctions, users } from '@sagopalgo/core/mysql/schema.ts';
import { signInLinks } from '@sagopalgo/core/mysql/sign-in-schema.ts';
import { orders, refunds } from '@sagopalgo/core/mysql/till-schema.ts';
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

/** Nothing is open any more, and whoever left is back. */
const nothingOpen: MakeThing = async ({ api: { deps } }) => {
  const { db } = deps;
  const passwordHash = await hashPassword(KNOWN_PASSWORD);
  await db.update(users).set({ passwordHash, leftAtMs: null });
  await db.update(auctions).set({ state: 'unsold' });
  await db.update(orders).set({ state: 'paid_out' });
  await db.update(refunds).set({ state: 'done' });
  return { params: {}, body: { password: KNOWN_PASSWORD } };
};

const deviceOfTheBuyer: MakeThing = async ({ api: { deps } }, { buyer: { userId } }) => ({
  params: { deviceId: await addDevice(deps, userId) },
});

/** No book is ever full. */
const addressOfTheBuyer: MakeThing = async ({ api: { deps } }, { buyer: { userId } }) => {
  await deps.db.delete(savedAddresses);
  return { params: { addressId: await addSavedAddress(deps, userId) } };
};

const pictureOfTheBuyer: MakeThing = async ({ api: { deps } }, { buyer: { userId } }) => ({
  params: {},
  body: { imageId: await addPicture(deps, userId) },
});

const oldNickname: MakeThing = async ({ api: { deps } }) => {
  await deps.db.update(users).set({ nicknameChangedAtMs: null });
  return { params: {}, body: { nickname: randomUUID().slice(0, 18) } };
};

const wayBack: MakeThing = async ({ api: { deps } }) => {
  const { cookie, query } = await returningWay(deps);
  return { params: {}, body: { provider: 'google', query }, headers: { cookie } };
};

const newWay: MakeThing = async ({ api: { deps } }) => ({
  params: {},
  headers: { cookie: await returnedWay(deps, newPerson().email) },
  body: { nickname: randomUUID().slice(0, 18), email: null, consents: consentsInForce() },
});

const knownWay: MakeThing = async (stage, parties) => {
  await ownPassword(stage, parties);
  const { deps } = stage.api;
  await deps.db.delete(signInLinks);
  const email = await emailOf(deps, stage.people.buyer.userId);
  return {
    params: {},
    headers: { cookie: await returnedWay(deps, email) },
    body: { password: KNOWN_PASSWORD },
  };
};

const passwordForAWay: MakeThing = async (stage, parties) => {
  await ownPassword(stage, parties);
  return { params: {}, body: { provider: 'google', password: KNOWN_PASSWORD } };
};

const passwordForAnEnd: MakeThing = async (stage, parties) => {
  await ownPassword(stage, parties);
  return { params: { provider: 'google' }, body: { password: KNOWN_PASSWORD } };
};

const passwordForPayouts: MakeThing = async (stage, parties) => {
  await ownPassword(stage, parties);
  return { params: {}, body: { ...someBankAccount, password: KNOWN_PASSWORD } };
};

/** What calls about an account are about. */
export const ACCOUNT_THINGS: Readonly<Record<string, MakeThing>> = {
  'own password': ownPassword,
  'way back': wayBack,
  'way of nobody': newWay,
  'way of the buyer': knownWay,
  'password for a way': passwordForAWay,
  'password for its end': passwordForAnEnd,
  'password for payouts': passwordForPayouts,
  'nothing open': nothingOpen,
  'device of the buyer': deviceOfTheBuyer,
  'address of the buyer': addressOfTheBuyer,
  'book with room': addressOfTheBuyer,
  'picture of the buyer': pictureOfTheBuyer,
  'nickname of long ago': oldNickname,
  'reset link to the buyer': resetOfTheBuyer,
};
