import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Db, Tx } from '@sagopalgo/core/mysql/connect.ts';
import { auctions, operatorActions } from '@sagopalgo/core/mysql/schema.ts';

/** What operators can do to an auction, or to a person. */
export type OperatorAction = 'extend' | 'resume' | 'cancel' | 'verify-email';

/** Who does it, and why; both are kept as they were given. */
export interface OperatorWord {
  operator: string;
  reason: string;
}

/** An operator asked for something that cannot be done; says in plain words why. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

const refusedSchema = z.object({ refused: z.string() });

/** Writes down what an operator does, when and why. Returns the action's id. */
export async function writeAction(
  tx: Tx,
  action: OperatorWord & {
    action: OperatorAction;
    detail: Record<string, unknown>;
    actedAtMs: number;
  } & ({ auctionId: string } | { userId: string }),
): Promise<string> {
  const actionId = randomUUID();
  const detail = JSON.stringify(action.detail);
  await tx.insert(operatorActions).values({ ...action, actionId, detail });
  return actionId;
}

/** Adds to an action what came of it. */
export async function finishAction(
  db: Db | Tx,
  actionId: string,
  detail: Record<string, unknown>,
): Promise<void> {
  await db
    .update(operatorActions)
    .set({ detail: JSON.stringify(detail) })
    .where(eq(operatorActions.actionId, actionId));
}

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
