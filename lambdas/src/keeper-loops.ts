import { isLoaded } from '@sagopalgo/core/redis/loaded-marks.ts';
import type { Elastic } from '@sagopalgo/core/search/elastic/connect-elastic.ts';
import { WAITS_MS } from '@sagopalgo/core/search/freshness.ts';
import { closeAuctions } from './close-auctions/close-auctions.ts';
import { JudgeWatch } from './close-auctions/outages/judge-watch.ts';
import { moveAfterOutages } from './close-auctions/outages/move-after-outages.ts';
import type { KeeperConnections, Connections } from './connections.ts';
import { handOutNotices } from './hand-out-notices/hand-out-notices.ts';
import { indexAuctions } from './index-auctions/index-auctions.ts';
import { indexElsewhere } from './index-auctions/index-elsewhere.ts';
import { elasticWatch } from './index-auctions/refill-elastic.ts';
import { carryOutTasks, DEEDS, RUNS } from './keeper-tasks.ts';
import { startLoop } from './loop.ts';
import type { Loop } from './loop.ts';
import { reconcilePayments } from './reconcile-payments/reconcile-payments.ts';
import type { TillCounts } from './reconcile-payments/reconcile-payments.ts';
import { answerDoubts } from './record-bids/answer-doubts.ts';
import { HEADS_EVERY_MS } from './record-bids/publish-heads.ts';
import { recordBids } from './record-bids/record-bids.ts';
import { restoreAsked, restoreMissing } from './record-bids/restore-missing.ts';
import { searchIndexes } from './index-auctions/search-indexes.ts';
import { sendMails } from './send-mails/send-mails.ts';
import type { MailCounts } from './send-mails/send-mails.ts';
import type { PushCounts } from './send-pushes/push-to.ts';
import { sendPushes } from './send-pushes/send-pushes.ts';
import { takeStock } from './take-stock/take-stock.ts';
import type { Stock } from './take-stock/take-stock.ts';
import { tellEnding } from './tell-ending/tell-ending.ts';
import { OF_BIDS, OF_RESULTS, writeNotices } from './write-notices/write-notices.ts';
import { writeViews } from './write-views/write-views.ts';

const RECORD_PAUSE_MS = 200;
const CLOSE_PAUSE_MS = 150;
const RESTORE_PAUSE_MS = 300;
const DOUBT_PAUSE_MS = 300;
/** How soon an Elasticsearch that came with nothing in it begins to be filled. */
const REFILL_PAUSE_MS = 10_000;
const WATCH_PAUSE_MS = 1_000;
/** Whoever waits at the till for an outcome waits no longer than this and Toss's answer. */
const TILL_PAUSE_MS = 3_000;
const MAIL_PAUSE_MS = 500;
/** A mail server that does not answer is left alone for so long. */
const MAIL_AWAY_MS = 10_000;
/** How far what people see of views may be behind. */
const VIEWS_PAUSE_MS = 2_000;
const ENDING_PAUSE_MS = 5_000;
/** How soon people are told of what the record has, and of what they are to be told. */
const NOTICES_PAUSE_MS = 1_000;
const HAND_OUT_PAUSE_MS = 300;
const PUSH_PAUSE_MS = 500;
const TASK_PAUSE_MS = 500;
/** How old what operators are shown of the stores may be. */
const STOCK_PAUSE_MS = 5_000;
/** A full pass finds single auctions that Redis lost without anybody having asked for them. */
const FULL_PASS_MS = 60_000;

/** What hears of the loops' work. */
export interface LoopNews {
  /** So many entries were copied, and the record has whatever was judged before that UTC millisecond. */
  recorded: (entries: number, upToMs: number) => void;
  till: (counts: TillCounts) => void;
  mails: (counts: MailCounts) => void;
  pushes: (counts: PushCounts) => void;
  stock: (stock: Stock) => void;
}

/** Starts everything the keeper does again and again. */
export function startKeeperLoops(
  connections: KeeperConnections,
  news: LoopNews,
): Record<string, Loop> {
  const { log, publishHeads, elastic } = connections;
  const watch = new JudgeWatch();
  const firstPass = Promise.withResolvers<void>();
  const restore = restorer(connections);
  return {
    ...(publishHeads && { heads: startLoop(log, 'heads', HEADS_EVERY_MS, publishHeads) }),
    restore: startLoop(log, 'restore', RESTORE_PAUSE_MS, () =>
      restore().finally(() => firstPass.resolve()),
    ),
    watch: startLoop(log, 'watch', WATCH_PAUSE_MS, async () => {
      // A Redis that is being loaded for the first time is no judge that has gone.
      await firstPass.promise;
      const sight = await watch.look(connections);
      await moveAfterOutages(connections, sight);
      sight.expectWhole();
    }),
    record: startLoop(log, 'record', RECORD_PAUSE_MS, async () => {
      const upToMs = connections.now();
      news.recorded(await recordBids(connections), upToMs);
    }),
    doubts: startLoop(log, 'doubts', DOUBT_PAUSE_MS, () => answerDoubts(connections)),
    close: startLoop(log, 'close', CLOSE_PAUSE_MS, () => closeAuctions(connections, watch)),
    index: startLoop(log, 'index', WAITS_MS.handOut, () => indexAuctions(connections)),
    ...(elastic && {
      elsewhere: startLoop(log, 'elsewhere', WAITS_MS.elsewhere, () => indexElsewhere(connections)),
      refill: startRefilling(connections, elastic),
    }),
    till: startLoop(log, 'till', TILL_PAUSE_MS, async () => {
      news.till(await reconcilePayments(connections));
    }),
    mails: startLoop(log, 'mails', MAIL_PAUSE_MS, sender(connections, news)),
    views: startLoop(log, 'views', VIEWS_PAUSE_MS, () => writeViews(connections)),
    ending: startLoop(log, 'ending', ENDING_PAUSE_MS, () => tellEnding(connections)),
    notices: startLoop(log, 'notices', NOTICES_PAUSE_MS, () =>
      writeNotices(connections, OF_RESULTS),
    ),
    outbid: startLoop(log, 'outbid', NOTICES_PAUSE_MS, () => writeNotices(connections, OF_BIDS)),
    'hand-out': startLoop(log, 'hand-out', HAND_OUT_PAUSE_MS, () => handOutNotices(connections)),
    pushes: startLoop(log, 'pushes', PUSH_PAUSE_MS, async () => {
      news.pushes(await sendPushes(connections));
    }),
    deeds: startLoop(log, 'deeds', TASK_PAUSE_MS, () => carryOutTasks(connections, DEEDS)),
    runs: startLoop(log, 'runs', TASK_PAUSE_MS, () => carryOutTasks(connections, RUNS)),
    stock: startLoop(log, 'stock', STOCK_PAUSE_MS, async () => {
      const names = searchIndexes(connections).map(({ name }) => name);
      news.stock(await takeStock(connections, names));
    }),
  };
}

// Filling an index takes minutes, which nobody waits for who stops the keeper: the next begins anew.
function startRefilling(connections: Connections, elastic: Elastic): Loop {
  const cut = new AbortController();
  const watch = elasticWatch(connections, elastic, cut.signal);
  const loop = startLoop(connections.log, 'refill', REFILL_PAUSE_MS, watch);
  const stop = (): Promise<void> => {
    cut.abort();
    return loop.stop();
  };
  return { ...loop, stop };
}

function restorer(connections: Connections): () => Promise<void> {
  const { now } = connections;
  let fullPassAtMs = 0;
  return async () => {
    await restoreAsked(connections);
    if ((await isLoaded(connections.redis)) && now() < fullPassAtMs) return;
    await restoreMissing(connections);
    fullPassAtMs = now() + FULL_PASS_MS;
  };
}

function sender(connections: KeeperConnections, news: LoopNews): () => Promise<void> {
  const { now } = connections;
  let pausesUntilMs = 0;
  return async () => {
    if (now() < pausesUntilMs) return;
    const counts = await sendMails(connections);
    if (counts.isAway) pausesUntilMs = now() + MAIL_AWAY_MS;
    news.mails(counts);
  };
}
