import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Db, Tx } from '../mysql/connect.ts';
import { operatorActions } from '../mysql/schema.ts';

/** What operators can do to an auction, a person, a category or a report. */
export type OperatorAction =
  | 'extend'
  | 'resume'
  | 'cancel'
  | 'verify-email'
  | 'hide'
  | 'unhide'
  | 'block'
  | 'unblock'
  | 'add-category'
  | 'change-category'
  | 'remove-category'
  | 'settle-report'
  | 'dismiss-report'
  | 'hide-reported'
  | 'unhide-reported'
  | 'note-report';

/** Who does it, and why; both are kept as they were given. */
export interface OperatorWord {
  operator: string;
  reason: string;
  /** The account that asked; without one it was the command line. */
  operatorId?: string;
  /** What was asked for under this id is written under it, however often it is taken up. */
  actionId?: string;
}

/** Writes down what an operator does, when and why. Returns the action's id. */
export async function writeAction(
  tx: Tx,
  action: OperatorWord & {
    action: OperatorAction;
    detail: Record<string, unknown>;
    actedAtMs: number;
    auctionId?: string;
    userId?: string;
  },
): Promise<string> {
  const actionId = action.actionId ?? randomUUID();
  const detail = JSON.stringify(action.detail);
  await tx
    .insert(operatorActions)
    .values({ ...action, actionId, detail })
    .onDuplicateKeyUpdate({ set: { detail } });
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
