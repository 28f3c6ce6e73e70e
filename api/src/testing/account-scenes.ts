import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { PASSWORD_RESET_MS } from '@sagopalgo/core/contracts/passwords.ts';
import { passwordResets, savedAddresses } from '@sagopalgo/core/mysql/account-schema.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { sessionFamilies, users } from '@sagopalgo/core/mysql/schema.ts';
import { DOCUMENT_VERSIONS, documentsInForce } from '@sagopalgo/core/rules/consent-documents.ts';
import { sha256Hex } from '@sagopalgo/core/runtime/digest.ts';
import type { Deps } from '../deps.ts';
import { hashPassword } from '../users/password.ts';
import { someAddress } from './won-orders.ts';

/** Where somebody's money goes. */
export const someBankAccount = {
  ...{ bank: '88', accountNumber: '110123456789', holderName: '김판매' },
};

/** What `givePassword` gives. */
export const KNOWN_PASSWORD = 'a good password';

/** Gives somebody a password that tests know. */
export async function givePassword({ db }: Pick<Deps, 'db'>, userId: string): Promise<void> {
  const passwordHash = await hashPassword(KNOWN_PASSWORD);
  await db.update(users).set({ passwordHash }).where(eq(users.userId, userId));
}

/** The token of a good link by which somebody may set a new password. */
export async function resetTokenOf({ db }: Pick<Deps, 'db'>, userId: string): Promise<string> {
  const [user] = await db.select().from(users).where(eq(users.userId, userId));
  if (!user) throw new Error('nobody is there');
  const token = randomUUID();
  await db.insert(passwordResets).values({
    ...{ tokenHash: sha256Hex(token), userId, email: user.email },
    ...{ createdAtMs: Date.now(), expiresAtMs: Date.now() + PASSWORD_RESET_MS },
  });
  return token;
}

/** A browser that somebody is signed in by. */
export async function addDevice({ db }: Pick<Deps, 'db'>, userId: string): Promise<string> {
  const familyId = randomUUID();
  await db.insert(sessionFamilies).values({ familyId, userId, createdAtMs: Date.now() });
  return familyId;
}

/** A picture of somebody's that no auction shows, all of its sizes made. */
export async function addPicture({ db }: Pick<Deps, 'db'>, sellerId: string): Promise<string> {
  const imageId = randomUUID();
  await db.insert(images).values({
    ...{ imageId, sellerId, objectKey: `uploads/${imageId}`, state: 'ready' },
    ...{ widthPx: 40, heightPx: 30, thumbnailWidthsPx: '40', createdAtMs: Date.now() },
  });
  return imageId;
}

/** An address in somebody's book. */
export async function addSavedAddress({ db }: Pick<Deps, 'db'>, userId: string): Promise<string> {
  const addressId = randomUUID();
  const row = { ...someAddress, addressId, userId, isDefault: false, createdAtMs: Date.now() };
  await db.insert(savedAddresses).values(row);
  return addressId;
}

/** What agrees to the terms of use as they are. */
export function termsInForce(): { document: string; version: string; isGiven: boolean } {
  const inForce = documentsInForce(DOCUMENT_VERSIONS, Date.now());
  const version = inForce.find(({ document }) => document === 'terms')?.version ?? '';
  return { document: 'terms', version, isGiven: true };
}
