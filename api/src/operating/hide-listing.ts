import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { AuditEntry } from '@sagopalgo/core/contracts/operator-deeds.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { writeAction } from '@sagopalgo/core/operating/actions.ts';
import { markChanged } from '@sagopalgo/core/search/mark-changed.ts';
import type { Deps } from '../deps.ts';
import type { Asked } from './ask-keeper.ts';
import { readActionEntry } from './find-audit.ts';

/**
 * Hides a listing, or shows it again: its seller and bidders see it as before, and the judge does not know of
 * it. Throws AUCTION_NOT_FOUND and ALREADY_SO.
 */
export async function setHidden(
  { db, log, now, records }: Pick<Deps, 'db' | 'log' | 'now' | 'records'>,
  { auctionId, hidden }: { auctionId: string; hidden: boolean },
  { operator: { userId: operatorId, nickname }, reason }: Asked,
): Promise<AuditEntry> {
  const { hiddenAtMs } = auctions;
  const nowMs = now();
  const action = hidden ? ('hide' as const) : ('unhide' as const);
  const actionId = await db.transaction(async (tx) => {
    const [changed] = await tx
      .update(auctions)
      .set({ hiddenAtMs: hidden ? nowMs : null })
      .where(
        and(eq(auctions.auctionId, auctionId), hidden ? isNull(hiddenAtMs) : isNotNull(hiddenAtMs)),
      );
    if (changed.affectedRows === 0) throw await whyNot({ db }, auctionId);
    await markChanged(tx, auctionId, nowMs);
    const word = { operator: nickname, operatorId, reason };
    return await writeAction(tx, { ...word, action, auctionId, detail: {}, actedAtMs: nowMs });
  });
  await records.tell({ auctionId });
  log.info(`auction.${action}`, { operatorId, auctionId });
  return await readActionEntry(db, actionId);
}

async function whyNot({ db }: Pick<Deps, 'db'>, auctionId: string): Promise<RefusalError> {
  const isThere = (await db.$count(auctions, eq(auctions.auctionId, auctionId))) > 0;
  return new RefusalError(isThere ? 'ALREADY_SO' : 'AUCTION_NOT_FOUND');
}
