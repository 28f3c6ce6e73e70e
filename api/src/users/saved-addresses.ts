import { randomUUID } from 'node:crypto';
import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import type { Address } from '@sagopalgo/core/contracts/addresses.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { SAVED_ADDRESSES_MAX } from '@sagopalgo/core/contracts/saved-addresses.ts';
import type { SavedAddress } from '@sagopalgo/core/contracts/saved-addresses.ts';
import { savedAddresses } from '@sagopalgo/core/mysql/account-schema.ts';
import type { Db, Tx } from '@sagopalgo/core/mysql/connect.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';

type Used = Pick<Deps, 'db' | 'now'>;
type Given = Address & { isDefault: boolean };

/** Where somebody has things sent: the default first, then as they were added. */
export async function findAddresses(db: Db | Tx, userId: string): Promise<SavedAddress[]> {
  const rows = await db
    .select()
    .from(savedAddresses)
    .where(eq(savedAddresses.userId, userId))
    .orderBy(
      desc(savedAddresses.isDefault),
      asc(savedAddresses.createdAtMs),
      asc(savedAddresses.addressId),
    )
    .limit(SAVED_ADDRESSES_MAX);
  return rows.map(({ userId: _owner, createdAtMs: _when, ...address }) => address);
}

/** Keeps one more; the first is the default. Throws ADDRESS_BOOK_FULL. */
export async function addAddress(
  { db, now }: Used,
  userId: string,
  given: Given,
): Promise<SavedAddress> {
  return await withBook(db, userId, async (tx) => {
    const kept = await tx.$count(savedAddresses, eq(savedAddresses.userId, userId));
    if (kept >= SAVED_ADDRESSES_MAX) {
      throw new RefusalError('ADDRESS_BOOK_FULL', { addressesMax: SAVED_ADDRESSES_MAX });
    }
    const address = { ...given, addressId: randomUUID(), isDefault: given.isDefault || kept === 0 };
    if (address.isDefault) await noDefault(tx, userId);
    await tx.insert(savedAddresses).values({ ...address, userId, createdAtMs: now() });
    return address;
  });
}

/** Writes one anew. Throws ADDRESS_NOT_FOUND, for somebody else's too. */
export async function changeAddress(
  { db }: Used,
  { userId, addressId }: { userId: string; addressId: string },
  { isDefault, ...address }: Given,
): Promise<SavedAddress> {
  return await withBook(db, userId, async (tx) => {
    const known = await findOwn(tx, userId, addressId);
    if (isDefault) await noDefault(tx, userId);
    const written = { ...address, isDefault: isDefault || known.isDefault };
    await tx.update(savedAddresses).set(written).where(eq(savedAddresses.addressId, addressId));
    return { addressId, ...written };
  });
}

/** Forgets one; where it was the default, the oldest that is left becomes it. Throws ADDRESS_NOT_FOUND. */
export async function removeAddress({ db }: Used, userId: string, addressId: string) {
  await withBook(db, userId, async (tx) => {
    await findOwn(tx, userId, addressId);
    await tx.delete(savedAddresses).where(eq(savedAddresses.addressId, addressId));
    const [next] = await findAddresses(tx, userId);
    if (!next || next.isDefault) return;
    const isNext = eq(savedAddresses.addressId, next.addressId);
    await tx.update(savedAddresses).set({ isDefault: true }).where(isNext);
  });
}

// One change of a book at a time, so that its bound and its one default hold.
async function withBook<Result>(db: Db, userId: string, work: (tx: Tx) => Promise<Result>) {
  return await db.transaction(async (tx) => {
    const self = and(eq(users.userId, userId), isNull(users.leftAtMs));
    const [user] = await tx.select({ one: users.userId }).from(users).where(self).for('update');
    if (!user) throw new RefusalError('UNAUTHENTICATED');
    return await work(tx);
  });
}

async function findOwn(tx: Tx, userId: string, addressId: string) {
  const isOwn = and(eq(savedAddresses.addressId, addressId), eq(savedAddresses.userId, userId));
  const [row] = await tx.select().from(savedAddresses).where(isOwn);
  if (!row) throw new RefusalError('ADDRESS_NOT_FOUND');
  return row;
}

async function noDefault(tx: Tx, userId: string): Promise<void> {
  const isOwn = eq(savedAddresses.userId, userId);
  await tx.update(savedAddresses).set({ isDefault: false }).where(isOwn);
}
