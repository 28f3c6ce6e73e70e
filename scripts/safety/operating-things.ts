import { randomUUID } from 'node:crypto';
import { addPersonWithToken } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { operatorTasks } from '@sagopalgo/core/mysql/operating-schema.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { eq } from 'drizzle-orm';
import type { MakeThing } from './things.ts';

const JOB = 'clear-mails';

const hiddenAuction: MakeThing = async ({ api: { deps } }, { seller }) => {
  const hidden = { sellerId: seller.userId, hiddenAtMs: Date.now() };
  const { auctionId } = await addAuction(deps.db, hidden);
  return { params: { auctionId } };
};

const somebody: MakeThing = async ({ api: { deps } }) => {
  const { userId } = await addPersonWithToken(deps);
  return { params: { userId } };
};

const shutAccount: MakeThing = async (stage, parties) => {
  const { params } = await somebody(stage, parties);
  const { db } = stage.api.deps;
  const isTheirs = eq(users.userId, String(params['userId']));
  await db.update(users).set({ blockedAtMs: Date.now() }).where(isTheirs);
  return { params };
};

/** One that nobody has asked for a moment ago. */
const jobOfTheClock: MakeThing = async ({ api: { deps } }) => {
  await deps.db.delete(operatorTasks).where(eq(operatorTasks.subject, JOB));
  return { params: { job: JOB } };
};

const taskOfTheKeeper: MakeThing = async ({ api: { deps }, people: { operator } }) => {
  const taskId = randomUUID();
  await deps.db.insert(operatorTasks).values({
    ...{ taskId, kind: 'run-job', subject: 'reconcile', openKey: taskId },
    ...{ operatorId: operator.userId, operator: '운영자', reason: '이유', askedAtMs: Date.now() },
  });
  return { params: { taskId } };
};

/** What calls for operators are about. */
export const OPERATING_THINGS: Readonly<Record<string, MakeThing>> = {
  'hidden auction': hiddenAuction,
  'account of somebody': somebody,
  'shut account': shutAccount,
  'job of the clock': jobOfTheClock,
  'task of the keeper': taskOfTheKeeper,
};
