import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { passwordResetAsks, passwordResets, savedAddresses } from '../mysql/account-schema.ts';
import type { Tx } from '../mysql/connect.ts';
import { images, watchlistItems } from '../mysql/counter-schema.ts';
import { emailProofs, mailOutbox } from '../mysql/mail-schema.ts';
import { notices, noticeSettings } from '../mysql/notice-schema.ts';
import { signInTraces } from '../mysql/operating-schema.ts';
import { auctions, operatorActions, refreshTokens } from '../mysql/schema.ts';
import { sessionFamilies, users } from '../mysql/schema.ts';
import { signInAttempts, signInLinks } from '../mysql/sign-in-schema.ts';
import { talkBlocks, talkMarks } from '../mysql/talk-schema.ts';
import { LEFT_NICKNAME } from '../rules/left-nickname.ts';
import { forgetBrowsers } from './forget-browsers.ts';
import { orderAddresses, orders, payments, payoutAccounts } from '../mysql/till-schema.ts';
import { refunds, secondChanceConsents } from '../mysql/till-schema.ts';

const ROWS_A_BATCH = 500;

/** Whom the record is to forget. */
export interface Leaver {
  userId: string;
  email: string;
}

/**
 * Takes out of the record what says who somebody is. What they bid, bought, sold and agreed to stays, as others
 * have bid against it and the books count on it; so does what was transferred to them, which has to be kept for
 * years, and what they said to others, who were told it. Right only where nothing of theirs is open. A second time it
 * changes nothing.
 */
export async function erasePerson(tx: Tx, leaver: Leaver, nowMs: number): Promise<void> {
  await eraseName(tx, leaver, nowMs);
  await eraseSignIns(tx, leaver);
  await erasePlaces(tx, leaver);
  await eraseTold(tx, leaver);
  await letPicturesGo(tx, leaver, nowMs);
  // Last, as it holds rows of auctions, which bids that are recorded and closings wait for.
  await eraseWatched(tx, leaver);
}

async function eraseName(tx: Tx, { userId }: Leaver, nowMs: number): Promise<void> {
  await tx
    .update(users)
    .set({
      // Of no address that there can be, so that the old one can sign up again.
      email: `${userId}@left.invalid`,
      nickname: LEFT_NICKNAME,
      // No nickname has such a character.
      nicknameKey: `\n${userId}`,
      passwordHash: null,
      emailVerifiedAtMs: null,
      imageId: null,
      leftAtMs: nowMs,
    })
    .where(and(eq(users.userId, userId), isNull(users.leftAtMs)));
  // What an operator did to the account stays; the address in it does not.
  await tx
    .update(operatorActions)
    .set({ detail: '{}' })
    .where(and(eq(operatorActions.userId, userId), eq(operatorActions.action, 'verify-email')));
}

async function eraseSignIns(tx: Tx, { userId, email }: Leaver): Promise<void> {
  const families = await tx
    .select({ familyId: sessionFamilies.familyId })
    .from(sessionFamilies)
    .where(eq(sessionFamilies.userId, userId));
  for (const familyIds of inBatches(families.map(({ familyId }) => familyId))) {
    await tx.delete(refreshTokens).where(inArray(refreshTokens.familyId, familyIds));
  }
  // They have to be known as ended for as long as a token of theirs may be good.
  await tx.update(sessionFamilies).set({ device: '' }).where(eq(sessionFamilies.userId, userId));
  await tx.delete(signInLinks).where(eq(signInLinks.userId, userId));
  await tx.delete(signInTraces).where(eq(signInTraces.userId, userId));
  await tx.delete(signInAttempts).where(eq(signInAttempts.userId, userId));
  await tx.delete(emailProofs).where(eq(emailProofs.userId, userId));
  await tx.delete(passwordResets).where(eq(passwordResets.userId, userId));
  await tx.delete(passwordResetAsks).where(eq(passwordResetAsks.email, email));
}

async function erasePlaces(tx: Tx, { userId }: Leaver): Promise<void> {
  await tx.delete(savedAddresses).where(eq(savedAddresses.userId, userId));
  await tx.delete(payoutAccounts).where(eq(payoutAccounts.userId, userId));
  // That there was such an account says how money goes back; whose name it bears is nobody's to know.
  await tx
    .update(payments)
    .set({ virtualAccount: sql`json_set(${payments.virtualAccount}, '$.holderName', null)` })
    .where(and(eq(payments.buyerId, userId), isNotNull(payments.virtualAccount)));
  const bought = await tx
    .select({ orderId: orders.orderId })
    .from(orders)
    .where(eq(orders.buyerId, userId));
  for (const orderIds of inBatches(bought.map(({ orderId }) => orderId))) {
    await tx.delete(orderAddresses).where(inArray(orderAddresses.orderId, orderIds));
    await tx
      .update(refunds)
      .set({ receiveAccount: null })
      .where(inArray(refunds.orderId, orderIds));
  }
}

async function eraseWatched(tx: Tx, { userId }: Leaver): Promise<void> {
  const watched = await tx
    .select({ auctionId: watchlistItems.auctionId })
    .from(watchlistItems)
    .where(eq(watchlistItems.userId, userId))
    .orderBy(asc(watchlistItems.auctionId))
    .for('update');
  for (const auctionIds of inBatches(watched.map(({ auctionId }) => auctionId))) {
    await tx
      .update(auctions)
      .set({ watchCount: sql`greatest(${auctions.watchCount} - 1, 0)` })
      .where(inArray(auctions.auctionId, auctionIds));
  }
  await tx.delete(watchlistItems).where(eq(watchlistItems.userId, userId));
  // Nobody is there to be offered anything.
  await tx
    .update(secondChanceConsents)
    .set({ isGiven: false })
    .where(eq(secondChanceConsents.bidderId, userId));
}

async function eraseTold(tx: Tx, { userId }: Leaver): Promise<void> {
  await forgetBrowsers(tx, userId);
  await tx.delete(noticeSettings).where(eq(noticeSettings.userId, userId));
  await tx.delete(notices).where(eq(notices.userId, userId));
  // After the notices: whoever is handing them out holds them, and has promised their mails by then.
  await tx.delete(mailOutbox).where(eq(mailOutbox.userId, userId));
  await tx.delete(talkMarks).where(eq(talkMarks.userId, userId));
  await tx.delete(talkBlocks).where(eq(talkBlocks.blockerId, userId));
}

// Those of auctions stay with what was sold; the files of the others go at night.
async function letPicturesGo(tx: Tx, { userId }: Leaver, nowMs: number): Promise<void> {
  await tx
    .update(images)
    .set({ auctionId: null, orphanedAtMs: nowMs })
    .where(eq(images.auctionId, userId));
  await tx
    .update(images)
    .set({ orphanedAtMs: nowMs })
    .where(and(eq(images.sellerId, userId), isNull(images.auctionId)));
}

// By ids that were read, and not by a question within the statement: what that looks at, MariaDB locks all of.
function* inBatches(ids: readonly string[]): Generator<string[]> {
  for (let from = 0; from < ids.length; from += ROWS_A_BATCH) {
    yield ids.slice(from, from + ROWS_A_BATCH);
  }
}
