import { and, eq, inArray, ne } from 'drizzle-orm';
import type { Tx } from '../mysql/connect.ts';
import { pushes, pushSubscriptions } from '../mysql/notice-schema.ts';

/** Pushes to no browser of somebody's any more, but for those of one signing-in where that is named. */
export async function forgetBrowsers(
  tx: Tx,
  userId: string,
  exceptFamilyId: string | null = null,
): Promise<void> {
  const { subscriptionId, familyId } = pushSubscriptions;
  const isOther = exceptFamilyId === null ? undefined : ne(familyId, exceptFamilyId);
  const found = await tx
    .select({ subscriptionId })
    .from(pushSubscriptions)
    .where(and(eq(pushSubscriptions.userId, userId), isOther));
  if (found.length === 0) return;
  const ids = found.map((row) => row.subscriptionId);
  await tx.delete(pushes).where(inArray(pushes.subscriptionId, ids));
  await tx
    .delete(pushSubscriptions)
    .where(and(inArray(subscriptionId, ids), eq(pushSubscriptions.userId, userId)));
}
