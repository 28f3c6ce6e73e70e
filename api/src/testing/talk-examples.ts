import { randomUUID } from 'node:crypto';
import { talkReports } from '@sagopalgo/core/mysql/talk-schema.ts';
import type { Deps } from '../deps.ts';

/** What an example is made with. */
interface Scene {
  db: Deps['db'];
  token: string;
  operatorToken: string;
  order: () => Promise<{ orderId: string }>;
}

/** One call of each that is about talks, which goes well. */
export function talkExamples(scene: () => Scene) {
  const ofOrder = async () => ({ ...(await scene().order()), token: scene().token });
  return {
    listMessages: ofOrder,
    listUnread: async () => ({ token: scene().token }),
    blockTalk: ofOrder,
    unblockTalk: ofOrder,
    reportTalk: async () => ({ ...(await ofOrder()), body: { reason: '시험' } }),
    listTalkReports: async () => ({ token: scene().operatorToken }),
    settleTalkReport: async () => {
      const { orderId } = await scene().order();
      const who = { reporterId: randomUUID(), reportedId: randomUUID() };
      const row = { reportId: randomUUID(), orderId, ...who, reason: '시험', reportedAtMs: 1 };
      await scene().db.insert(talkReports).values(row);
      return { reportId: row.reportId, token: scene().operatorToken, body: { reason: '시험' } };
    },
  };
}
