import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { operatorTasks } from '@sagopalgo/core/mysql/operating-schema.ts';
import { auctions, users } from '@sagopalgo/core/mysql/schema.ts';
import { addUser } from '@sagopalgo/core/testing/connections.ts';
import type { Deps } from '../deps.ts';

const HOUR_MS = 3_600_000;

/** What an example is made with: an operator's token, and what lists an auction of its own. */
interface Scene {
  db: Deps['db'];
  token: string;
  live: () => Promise<string>;
}

/** One call of each that is for operators alone, which goes well. */
export function operatingExamples(scene: () => Scene) {
  const body = { reason: '시험' };
  const act = () => ({ token: scene().token, body });
  const look = async () => ({ token: scene().token });
  const ofAuction = async () => ({ ...act(), auctionId: await scene().live() });
  const task = async () => {
    const taskId = randomUUID();
    const who = { operatorId: 'one', operator: 'one', reason: 'x', askedAtMs: Date.now() };
    const what = { kind: 'cancel' as const, subject: randomUUID(), state: 'done' as const };
    await scene()
      .db.insert(operatorTasks)
      .values({ taskId, ...who, ...what });
    return { taskId, token: scene().token };
  };
  const blocked = async (blockedAtMs: number | null) => {
    const userId = await addUser(scene().db);
    await scene().db.update(users).set({ blockedAtMs }).where(eq(users.userId, userId));
    return { ...act(), userId };
  };
  return {
    getOperatorDay: look,
    getOperatorHealth: look,
    getOperatorTroubles: look,
    listReconciliations: look,
    listAudit: look,
    getOperatorTask: task,
    findPeople: async () => ({ ...(await look()), query: '?q=nobody' }),
    hideAuction: ofAuction,
    unhideAuction: async () => {
      const sent = await ofAuction();
      const isIt = eq(auctions.auctionId, sent.auctionId);
      await scene().db.update(auctions).set({ hiddenAtMs: Date.now() }).where(isIt);
      return sent;
    },
    cancelAuction: ofAuction,
    moveClosing: async () => {
      const closesAtMs = Date.now() + 2 * HOUR_MS;
      return { ...(await ofAuction()), body: { ...body, closesAtMs } };
    },
    blockPerson: () => blocked(null),
    unblockPerson: () => blocked(Date.now()),
    runJob: async () => {
      const job = 'write-views';
      await scene().db.delete(operatorTasks).where(eq(operatorTasks.subject, job));
      return { ...act(), job };
    },
  };
}
