import { and, eq, inArray, isNull, lte, ne, or } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Image } from '@sagopalgo/core/contracts/images.ts';
import { NICKNAME_STAYS_MS } from '@sagopalgo/core/contracts/profile.ts';
import type { User } from '@sagopalgo/core/contracts/users.ts';
import { pictureView } from '@sagopalgo/core/images/picture.ts';
import { settleUpload } from '@sagopalgo/core/images/settle-upload.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { duplicateKeyOf } from '@sagopalgo/core/mysql/errors.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { nicknameKey } from '@sagopalgo/core/rules/nickname-key.ts';
import type { Deps } from '../deps.ts';
import { findSelf } from './find-self.ts';

/**
 * Gives somebody another nickname. Throws NICKNAME_TAKEN, and NICKNAME_TOO_SOON with the moment from which on it
 * may be changed again. Another way to write the same one counts, too.
 */
export async function renameSelf(
  deps: Pick<Deps, 'db' | 'now' | 'log'>,
  userId: string,
  nickname: string,
): Promise<User> {
  const { db, now, log } = deps;
  const { role, nickname: before, nicknameChangedAtMs } = await findSelf(deps, userId);
  if (before === nickname) return { userId, nickname, role };
  const { nicknameChangedAtMs: changedAtMs } = users;
  const isLongAgo = or(isNull(changedAtMs), lte(changedAtMs, now() - NICKNAME_STAYS_MS));
  try {
    const [renamed] = await db
      .update(users)
      .set({ nickname, nicknameKey: nicknameKey(nickname), nicknameChangedAtMs: now() })
      .where(and(eq(users.userId, userId), isNull(users.leftAtMs), isLongAgo));
    if (renamed.affectedRows !== 1) {
      const againAtMs = (nicknameChangedAtMs ?? now()) + NICKNAME_STAYS_MS;
      throw new RefusalError('NICKNAME_TOO_SOON', { againAtMs });
    }
  } catch (error) {
    if (duplicateKeyOf(error) !== 'users_nickname_key') throw error;
    throw new RefusalError('NICKNAME_TAKEN');
  }
  log.info('nickname.changed', { userId });
  return { userId, nickname, role };
}

/** The picture that somebody is shown with, or null. */
export async function readPicture(
  { db, settings }: Pick<Deps, 'db' | 'settings'>,
  imageId: string | null,
): Promise<Image | null> {
  if (imageId === null) return null;
  const [row] = await db.select().from(images).where(eq(images.imageId, imageId));
  return row ? pictureView(row, settings.imagesBaseUrl) : null;
}

/**
 * Shows somebody with a picture of their own that no auction shows. The one before goes at night. Throws
 * IMAGE_NOT_FOUND and IMAGE_NOT_READY.
 */
export async function showPicture(
  deps: Pick<Deps, 'db' | 'now' | 'pictures' | 'settings'>,
  userId: string,
  imageId: string,
): Promise<Image> {
  const { db, now } = deps;
  const isOwn = and(eq(images.imageId, imageId), eq(images.sellerId, userId));
  const [row] = await db.select().from(images).where(isOwn);
  if (!row) throw new RefusalError('IMAGE_NOT_FOUND');
  const settled = await settleUpload(deps, row);
  await db.transaction(async (tx) => {
    await lockSelf(tx, userId);
    const isFree = and(
      or(isNull(images.auctionId), eq(images.auctionId, userId)),
      isNull(images.talkOrderId),
    );
    const isShown = inArray(images.state, ['uploaded', 'ready']);
    const shown = { auctionId: userId, orphanedAtMs: null };
    const [taken] = await tx
      .update(images)
      .set(shown)
      .where(and(isOwn, isFree, isShown));
    if (taken.affectedRows !== 1) throw new RefusalError('IMAGE_NOT_READY');
    await letGo(tx, userId, imageId, now());
    await tx.update(users).set({ imageId }).where(eq(users.userId, userId));
  });
  return pictureView(settled, deps.settings.imagesBaseUrl);
}

/** Shows somebody without a picture; the file goes at night. */
export async function hidePicture(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  userId: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockSelf(tx, userId);
    await tx.update(users).set({ imageId: null }).where(eq(users.userId, userId));
    await letGo(tx, userId, null, now());
  });
}

async function lockSelf(tx: Tx, userId: string): Promise<void> {
  const self = and(eq(users.userId, userId), isNull(users.leftAtMs));
  const [user] = await tx.select({ one: users.userId }).from(users).where(self).for('update');
  if (!user) throw new RefusalError('UNAUTHENTICATED');
}

async function letGo(tx: Tx, userId: string, exceptId: string | null, nowMs: number) {
  const others = exceptId === null ? undefined : ne(images.imageId, exceptId);
  await tx
    .update(images)
    .set({ auctionId: null, orphanedAtMs: nowMs })
    .where(and(eq(images.auctionId, userId), others));
}
