import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Db, Tx } from '@sagopalgo/core/mysql/connect.ts';
import { auctions, operatorActions } from '@sagopalgo/core/mysql/schema.ts';
import type { OperatorAction } from '@sagopalgo/core/operating/actions.ts';

/** An operator asked for something that cannot be done; says in plain words why. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

const refusedSchema = z.object({ refused: z.string() });

/** True when an operator has cancelled this auction or was about to, and was not refused. */
export async function isCancelAsked(db: Db | Tx, auctionId: string): Promise<boolean> {
  return (await findActions(db, auctionId, 'cancel')).some(({ isRefused }) => !isRefused);
}

/**
 * The epoch under which an operator last let an interrupted auction go on, 0 for never: what was told
 * under an earlier one and is missing has been decided about.
 */
export async function resumedEpoch(db: Db | Tx, auctionId: string): Promise<number> {
  const [row] = await db
    .select({ epoch: auctions.resumedEpoch })
    .from(auctions)
    .where(eq(auctions.auctionId, auctionId));
  return row?.epoch ?? 0;
}

async function findActions(
  db: Db | Tx,
  auctionId: string,
  action: OperatorAction,
): Promise<{ detail: unknown; isRefused: boolean }[]> {
  const rows = await db
    .select({ detail: operatorActions.detail })
    .from(operatorActions)
    .where(and(eq(operatorActions.auctionId, auctionId), eq(operatorActions.action, action)));
  return rows.map(({ detail }) => {
    const content: unknown = JSON.parse(detail);
    return { detail: content, isRefused: refusedSchema.safeParse(content).success };
  });
}
