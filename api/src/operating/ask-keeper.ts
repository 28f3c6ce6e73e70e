import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { AuditEntry } from '@sagopalgo/core/contracts/operator-deeds.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { duplicateKeyOf } from '@sagopalgo/core/mysql/errors.ts';
import { operatorTasks } from '@sagopalgo/core/mysql/operating-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { isUnsettled } from '@sagopalgo/core/rules/auction-states.ts';
import type { JobName, TaskKind } from '@sagopalgo/core/rules/operator-tasks.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../http/authenticate.ts';
import { invalidField } from '../http/parse-call.ts';
import { findTaskEntry } from './find-audit.ts';

/** A closing is moved by so much at most: past it something else is wanted, or a figure is wrong. */
const MOVE_MAX_MS = 7 * 86_400_000;

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now'>;

/** The operator who asks, and why. */
export interface Asked {
  operator: Caller;
  reason: string;
}

/**
 * Asks the keeper to cancel an auction. Throws AUCTION_NOT_FOUND, ALREADY_SO, AUCTION_CLOSED once there is a
 * result, and TASK_UNDER_WAY.
 */
export async function askToCancel(
  used: Used,
  auctionId: string,
  asked: Asked,
): Promise<AuditEntry> {
  const row = await readRow(used, auctionId);
  if (row.state === 'cancelled') throw new RefusalError('ALREADY_SO');
  if (!isUnsettled(row.state)) throw new RefusalError('AUCTION_CLOSED');
  return await ask(used, { kind: 'cancel', subject: auctionId }, asked);
}

/**
 * Asks the keeper to move a closing to a later moment. Throws AUCTION_NOT_FOUND, AUCTION_CLOSED,
 * AUCTION_INTERRUPTED, UNAVAILABLE while Redis does not have the auction, INVALID_REQUEST for a moment that is no
 * later or too far off, and TASK_UNDER_WAY.
 */
export async function askToMove(
  used: Used,
  { auctionId, closesAtMs }: { auctionId: string; closesAtMs: number },
  asked: Asked,
): Promise<AuditEntry> {
  const row = await readRow(used, auctionId);
  if (!isUnsettled(row.state)) throw new RefusalError('AUCTION_CLOSED');
  if (row.interruptedAtMs !== null) throw new RefusalError('AUCTION_INTERRUPTED');
  const { states, nowMs } = await readLive(used.redis, [auctionId]);
  const live = states.get(auctionId);
  if (!live) throw new RefusalError('UNAVAILABLE');
  if (live.state !== 'coming' && live.state !== 'live') throw new RefusalError('AUCTION_CLOSED');
  if (closesAtMs <= live.closesAtMs) {
    throw invalidField('closesAtMs', '지금 마감보다 늦은 때로만 옮길 수 있어요.');
  }
  if (closesAtMs > Math.max(live.closesAtMs, nowMs) + MOVE_MAX_MS) {
    throw invalidField('closesAtMs', '한 번에 7일까지 옮길 수 있어요.');
  }
  return await ask(used, { kind: 'extend', subject: auctionId, closesAtMs }, asked);
}

/** Asks the keeper to run a function of the clock once more. Throws TASK_UNDER_WAY. */
export async function askToRun(used: Used, job: JobName, asked: Asked): Promise<AuditEntry> {
  return await ask(used, { kind: 'run-job', subject: job }, asked);
}

async function readRow({ db }: Used, auctionId: string) {
  const [row] = await db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
  if (!row) throw new RefusalError('AUCTION_NOT_FOUND');
  return row;
}

async function ask(
  { db, log, now }: Used,
  task: { kind: TaskKind; subject: string; closesAtMs?: number },
  { operator: { userId: operatorId, nickname }, reason }: Asked,
): Promise<AuditEntry> {
  const taskId = randomUUID();
  const openKey = `${task.kind}:${task.subject}`;
  const who = { operatorId, operator: nickname, reason };
  try {
    await db.insert(operatorTasks).values({ ...task, ...who, taskId, openKey, askedAtMs: now() });
  } catch (error) {
    if (duplicateKeyOf(error) === null) throw error;
    throw new RefusalError('TASK_UNDER_WAY');
  }
  log.info('operator.asked', { operatorId, taskId, kind: task.kind, subject: task.subject });
  const entry = await findTaskEntry(db, taskId);
  if (!entry) throw new Error(`no task ${taskId}`);
  return entry;
}
