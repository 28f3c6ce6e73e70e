import {
  blockTalk,
  listMessages,
  listTalkReports,
  listUnread,
  reportTalk,
  settleTalkReport,
  unblockTalk,
} from '@sagopalgo/core/contracts/talk.ts';
import type { Deps } from '../deps.ts';
import { callerOf, operatorOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import { block, unblock } from './block-other.ts';
import { findMessages } from './find-messages.ts';
import { findReports } from './find-reports.ts';
import { findUnread } from './find-unread.ts';
import { report } from './report-talk.ts';
import { settleReport } from './settle-report.ts';
import type { Talk } from './talk.ts';

type Used = Pick<Deps, 'db' | 'log' | 'now' | 'settings' | 'limits'>;

/** What belongs to talks and is asked once: their history, what waits to be read, blocks and reports. */
export function talkRoutes(serve: Serve, deps: Used, talk: Pick<Talk, 'tellChanged'>): void {
  const { db } = deps;

  serve(listMessages, (call) =>
    findMessages(deps, callerOf(call), { ...call.params, ...call.query }),
  );

  serve(listUnread, async (call) => ({ items: await findUnread(db, callerOf(call).userId) }));

  serve(blockTalk, async (call) => {
    const { orderId } = call.params;
    if (await block(deps, { orderId, userId: callerOf(call).userId })) talk.tellChanged(orderId);
    return undefined;
  });

  serve(unblockTalk, async (call) => {
    const { orderId } = call.params;
    if (await unblock(deps, { orderId, userId: callerOf(call).userId })) talk.tellChanged(orderId);
    return undefined;
  });

  serve(reportTalk, async (call) => {
    const { userId } = callerOf(call);
    await deps.limits.talkReports.take(userId);
    return await report(deps, { ...call.params, userId }, call.body);
  });

  serve(listTalkReports, async (call) => {
    operatorOf(call);
    return await findReports(deps, call.query);
  });

  serve(settleTalkReport, async (call) => {
    const { userId: operatorId, nickname: operator } = operatorOf(call);
    const word = { operator, operatorId, reason: call.body.reason };
    await settleReport(deps, call.params.reportId, word);
    return undefined;
  });
}
