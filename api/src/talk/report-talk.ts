import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { reportTalk } from '@sagopalgo/core/contracts/talk.ts';
import { duplicateKeyOf } from '@sagopalgo/core/mysql/errors.ts';
import { talkMessages, talkReports } from '@sagopalgo/core/mysql/talk-schema.ts';
import type { Deps } from '../deps.ts';
import { findParty } from './talk-party.ts';

/**
 * Tells operators of a talk, or of a message of the other side in it. Throws ORDER_NOT_FOUND, NOT_FOUND for a
 * message that there is not, and ALREADY_REPORTED while a report of theirs is open.
 */
export async function report(
  { db, now, log }: Pick<Deps, 'db' | 'now' | 'log'>,
  { orderId, userId }: { orderId: string; userId: string },
  { reason, seq }: z.output<typeof reportTalk.body>,
): Promise<{ reportId: string }> {
  const { otherId } = await findParty(db, { orderId, userId });
  if (seq !== undefined) await checkSaid(db, { orderId, seq, senderId: otherId });
  const reportId = randomUUID();
  try {
    await db.insert(talkReports).values({
      ...{ reportId, orderId, reporterId: userId, reportedId: otherId, reason },
      ...{ seq: seq ?? null, reportedAtMs: now(), openKey: `${orderId}:${userId}` },
    });
  } catch (error) {
    if (duplicateKeyOf(error) === null) throw error;
    throw new RefusalError('ALREADY_REPORTED');
  }
  log.info('talk.reported', { orderId, reportId, reporterId: userId });
  return { reportId };
}

async function checkSaid(
  db: Deps['db'],
  { orderId, seq, senderId }: { orderId: string; seq: number; senderId: string },
): Promise<void> {
  const isIt = and(
    eq(talkMessages.orderId, orderId),
    eq(talkMessages.seq, seq),
    eq(talkMessages.senderId, senderId),
  );
  if ((await db.$count(talkMessages, isIt)) === 0) throw new RefusalError('NOT_FOUND');
}
