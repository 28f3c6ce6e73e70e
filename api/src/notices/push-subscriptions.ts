import { createHash } from 'node:crypto';
import { and, asc, desc, eq, inArray, isNotNull, notExists } from 'drizzle-orm';
import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { subscribeToPush } from '@sagopalgo/core/contracts/notices.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { notices, pushes, pushSubscriptions } from '@sagopalgo/core/mysql/notice-schema.ts';
import { isLocalPushEndpoint, isPushEndpoint } from '@sagopalgo/core/rules/push-endpoint.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../http/authenticate.ts';

const BROWSERS_MAX = 10;
const ID_CHARS = 40;
const NOT_A_SERVICE = '브라우저가 알려 준 알림 주소가 아니에요.';

type Used = Pick<Deps, 'db' | 'now' | 'settings'>;

/**
 * Has a browser of the caller's pushed to. One that was somebody else's before, who signed in on it, is the caller's
 * from now on. Throws PUSH_NOT_OFFERED and INVALID_REQUEST.
 */
export async function subscribe(
  { db, now, settings }: Used,
  { userId, familyId }: Caller,
  { endpoint, p256dh, auth }: z.output<typeof subscribeToPush.body>,
): Promise<{ subscriptionId: string }> {
  if (settings.pushKey === null) throw new RefusalError('PUSH_NOT_OFFERED');
  const isFit = settings.deployment === 'local' ? isLocalPushEndpoint : isPushEndpoint;
  if (!isFit(endpoint)) {
    const fields = [{ path: 'endpoint', message: NOT_A_SERVICE }];
    throw new RefusalError('INVALID_REQUEST', { fields });
  }
  const subscriptionId = idOf(endpoint);
  const nowMs = now();
  const keys = { p256dh: p256dh.replace(/=+$/, ''), auth: auth.replace(/=+$/, '') };
  const owned = { userId, familyId, ...keys, createdAtMs: nowMs, failures: 0, nextTryAtMs: nowMs };
  await db.transaction(async (tx) => {
    await tx
      .insert(pushSubscriptions)
      .values({ subscriptionId, endpoint, ...owned })
      .onDuplicateKeyUpdate({ set: owned });
    await forgetOther(tx, subscriptionId, userId);
    await dropOldest(tx, userId);
  });
  return { subscriptionId };
}

/** Has it pushed to no more; one that is nobody's, or somebody else's, stays as it is. */
export async function unsubscribe(
  { db }: Used,
  { userId }: Caller,
  endpoint: string,
): Promise<undefined> {
  await db
    .delete(pushSubscriptions)
    .where(
      and(
        eq(pushSubscriptions.subscriptionId, idOf(endpoint)),
        eq(pushSubscriptions.userId, userId),
      ),
    );
}

// What waits for whoever had the browser before is nobody's any more.
async function forgetOther(tx: Tx, subscriptionId: string, userId: string): Promise<void> {
  const own = tx
    .select({ number: notices.number })
    .from(notices)
    .where(and(eq(notices.number, pushes.noticeNumber), eq(notices.userId, userId)));
  await tx
    .delete(pushes)
    .where(
      and(
        ...[eq(pushes.subscriptionId, subscriptionId), isNotNull(pushes.dueAtMs), notExists(own)],
      ),
    );
}

async function dropOldest(tx: Tx, userId: string): Promise<void> {
  const { subscriptionId, createdAtMs } = pushSubscriptions;
  const over = await tx
    .select({ subscriptionId })
    .from(pushSubscriptions)
    .where(eq(pushSubscriptions.userId, userId))
    .orderBy(desc(createdAtMs), asc(subscriptionId))
    .limit(BROWSERS_MAX)
    .offset(BROWSERS_MAX);
  if (over.length === 0) return;
  const ids = over.map((row) => row.subscriptionId);
  await tx.delete(pushSubscriptions).where(inArray(subscriptionId, ids));
}

function idOf(endpoint: string): string {
  return createHash('sha256').update(endpoint).digest('hex').slice(0, ID_CHARS);
}
