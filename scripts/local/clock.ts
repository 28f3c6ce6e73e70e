import process from 'node:process';
import { z } from 'zod';
import { expectNoRestore } from '@sagopalgo/core/mysql/restoring.ts';
import { portSchema, processShape, readConfig } from '@sagopalgo/core/runtime/config.ts';
import { serveInternal } from '@sagopalgo/core/runtime/internal-server.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { runMain, stopInOrder } from '@sagopalgo/core/runtime/shutdown.ts';
import { handler as advanceOrders } from '@sagopalgo/lambdas/src/advance-orders/handler.ts';
import { handler as clearMails } from '@sagopalgo/lambdas/src/clear-mails/handler.ts';
import { handler as clearNotices } from '@sagopalgo/lambdas/src/clear-notices/handler.ts';
import { handler as clearSessions } from '@sagopalgo/lambdas/src/clear-sessions/handler.ts';
import { handler as clearWebhooks } from '@sagopalgo/lambdas/src/clear-webhooks/handler.ts';
import { handler as closeAuctions } from '@sagopalgo/lambdas/src/close-auctions/handler.ts';
import { endLambdaConnections, lambdaConnections } from '@sagopalgo/lambdas/src/connections.ts';
import { handler as makeThumbnails } from '@sagopalgo/lambdas/src/make-thumbnails/handler.ts';
import { sweepHandler as retryThumbnails } from '@sagopalgo/lambdas/src/make-thumbnails/handler.ts';
import { endPictureConnections } from '@sagopalgo/lambdas/src/picture-connections.ts';
import { startLoop } from '@sagopalgo/lambdas/src/loop.ts';
import type { Loop } from '@sagopalgo/lambdas/src/loop.ts';
import { handler as expireOrders } from '@sagopalgo/lambdas/src/expire-orders/handler.ts';
import { handler as handOutNotices } from '@sagopalgo/lambdas/src/hand-out-notices/handler.ts';
import { handler as indexAuctions } from '@sagopalgo/lambdas/src/index-auctions/handler.ts';
import { handler as openAuctions } from '@sagopalgo/lambdas/src/open-auctions/handler.ts';
import { handler as payOutSellers } from '@sagopalgo/lambdas/src/pay-out-sellers/handler.ts';
import { handler as purgeImages } from '@sagopalgo/lambdas/src/purge-images/handler.ts';
import { handler as reconcile } from '@sagopalgo/lambdas/src/reconcile/handler.ts';
import { handler as reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/handler.ts';
import { handler as recordBids } from '@sagopalgo/lambdas/src/record-bids/handler.ts';
import { handler as sendMails } from '@sagopalgo/lambdas/src/send-mails/handler.ts';
import { handler as sendPushes } from '@sagopalgo/lambdas/src/send-pushes/handler.ts';
import { handler as tellEnding } from '@sagopalgo/lambdas/src/tell-ending/handler.ts';
import { handler as writeNotices } from '@sagopalgo/lambdas/src/write-notices/handler.ts';
import { handler as writeViews } from '@sagopalgo/lambdas/src/write-views/handler.ts';
import { demoBidder } from '../seed/demo-bidder.ts';
import { topUpDemo } from '../seed/top-up-demo.ts';
import { openEventsDoor } from './events-door.ts';
import { pictureRounds } from './picture-rounds.ts';
import { ticker } from './ticking.ts';
import type { Handlers } from './ticking.ts';

const TICK_MS = 1_000;
const TOP_UP_PAUSE_MS = 5_000;
const DEMO_BID_PAUSE_MS = 2_500;

const shape = {
  ...processShape,
  MYSQL_URL: z.string(),
  REDIS_URL: z.string(),
  /** Where an S3 tells what happened to its files. */
  EVENTS_PORT: portSchema.default(0),
  DEMO: z.enum(['true', 'false']).default('false'),
  /** Whether demo buyers bid now and then, so that the pages move. */
  DEMO_LIFE: z.enum(['on', 'off']).default('on'),
};

const HANDLERS: Handlers = {
  'daily-clearing': [clearSessions, clearWebhooks, clearMails, clearNotices],
  'daily-opening': [openAuctions],
  'daily-closing': [closeAuctions],
  'daily-reconciliation': [reconcile],
  'own-opening': [openAuctions],
  'own-closing': [closeAuctions],
  sweep: [
    ...[recordBids, closeAuctions, indexAuctions],
    ...[reconcilePayments, expireOrders, advanceOrders, payOutSellers],
    ...[sendMails, writeViews, tellEnding, writeNotices, handOutNotices, sendPushes],
  ],
};

/** Apart from the others, whom it must not hold up: a night's purge or a batch of pictures takes long. */
const PICTURE_HANDLERS: Handlers = { 'daily-clearing': [purgeImages], sweep: [retryThumbnails] };

runMain('clock', main);

/**
 * The local EventBridge, and what S3's events wake; on a demo it also keeps something live and lets demo buyers bid.
 */
async function main(): Promise<void> {
  const config = readConfig(shape, process.env);
  const log = createLog('clock', config.LOG_LEVEL);
  const connections = await lambdaConnections();
  const { db, redis, now } = connections;
  await expectNoRestore(db);
  const tick = (handlers: Handlers) => ticker({ db, handlers, log, now });
  const loops = [startLoop(log, 'tick', TICK_MS, tick(HANDLERS))];
  const rounds = pictureRounds(tick(PICTURE_HANDLERS));
  const pictures = startLoop(log, 'pictures', TICK_MS, rounds.round);
  if (config.DEMO === 'true') {
    const topUp = () => topUpDemo({ db, redis, now });
    loops.push(startLoop(log, 'top-up', TOP_UP_PAUSE_MS, topUp));
  }
  if (config.DEMO === 'true' && config.DEMO_LIFE === 'on') {
    loops.push(startLoop(log, 'demo-life', DEMO_BID_PAUSE_MS, demoBidder({ db, redis, now })));
  }
  const { HOST: host, EVENTS_PORT: port } = config;
  const events = await openEventsDoor({ host, port, handler: makeThumbnails, log });
  const internal = await serveInternal({
    host: config.HOST,
    port: config.INTERNAL_PORT,
    metrics: createMetrics('clock'),
    faults: () => {
      const told = rounds.isFault() ? [...loops, pictures] : loops;
      return Promise.resolve(told.flatMap((loop) => loop.fault() ?? []));
    },
  });
  stopInOrder(log, [
    { name: 'loops', stop: () => stopAll([...loops, pictures]) },
    { name: 'events', stop: () => events.close() },
    { name: 'internal', stop: () => internal.close() },
    { name: 'connections', stop: () => endLambdaConnections() },
    { name: 'pictures', stop: () => endPictureConnections() },
  ]);
  log.info('clock.up', { internalPort: internal.port });
}

async function stopAll(loops: readonly Loop[]): Promise<void> {
  await Promise.all(loops.map((loop) => loop.stop()));
}
