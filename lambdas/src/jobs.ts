import type { JobName } from '@sagopalgo/core/rules/operator-tasks.ts';
import { advanceOrders } from './advance-orders/advance-orders.ts';
import { clearMails } from './clear-mails/clear-mails.ts';
import { clearNotices } from './clear-notices/clear-notices.ts';
import { clearSessions } from './clear-sessions/clear-sessions.ts';
import { clearWebhooks } from './clear-webhooks/clear-webhooks.ts';
import { closeAuctions } from './close-auctions/close-auctions.ts';
import type { KeeperConnections } from './connections.ts';
import { expireOrders } from './expire-orders/expire-orders.ts';
import { handOutNotices } from './hand-out-notices/hand-out-notices.ts';
import { indexEverywhere } from './index-auctions/index-everywhere.ts';
import { openAuctions } from './open-auctions/open-auctions.ts';
import { payOutSellers } from './pay-out-sellers/pay-out-sellers.ts';
import { reconcileAll } from './reconcile/reconcile-all.ts';
import { reconcilePayments } from './reconcile-payments/reconcile-payments.ts';
import { recordAll } from './record-bids/record-all.ts';
import { sendMails } from './send-mails/send-mails.ts';
import { sendPushes } from './send-pushes/send-pushes.ts';
import { tellEnding } from './tell-ending/tell-ending.ts';
import { writeNotices } from './write-notices/write-notices.ts';
import { writeViews } from './write-views/write-views.ts';

const RUNS: Record<JobName, (connections: KeeperConnections) => Promise<unknown>> = {
  'open-auctions': openAuctions,
  'close-auctions': (connections) => closeAuctions(connections),
  'record-bids': recordAll,
  reconcile: reconcileAll,
  'reconcile-payments': reconcilePayments,
  'expire-orders': expireOrders,
  'advance-orders': advanceOrders,
  'pay-out-sellers': payOutSellers,
  'index-auctions': indexEverywhere,
  'send-mails': sendMails,
  'tell-ending': tellEnding,
  'write-notices': writeNotices,
  'hand-out-notices': handOutNotices,
  'send-pushes': sendPushes,
  'write-views': writeViews,
  'clear-sessions': clearSessions,
  'clear-webhooks': clearWebhooks,
  'clear-mails': clearMails,
  'clear-notices': clearNotices,
};

/** The clock's functions as the keeper can run them once more: the same work as behind their handlers. */
export const JOBS = Object.entries(RUNS).map(([name, run]) => ({ name: name as JobName, run }));
