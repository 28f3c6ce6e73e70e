import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { downloadLog } from '@sagopalgo/core/contracts/verify-auction-log.ts';
import type { DownloadedLog } from '@sagopalgo/core/contracts/verify-auction-log.ts';
import type { Verdict } from '@sagopalgo/core/rules/verdict.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useContext, useState } from 'react';
import { ApiRefusal, wordsOf } from '../../lib/api-refusal.ts';
import { readJsonAt } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { saveFile } from '../../lib/save-file.ts';
import { LiveFeedContext } from '../../lib/use-live.ts';
import { useSession } from '../../lib/use-session.ts';
import { verifyInWorker } from './verify-in-worker.ts';
import type { Evidence, Progress } from './verify-with-progress.ts';

/** A log that was looked at, with what was looked at beside it. */
export interface Verified {
  log: DownloadedLog;
  evidence: Evidence;
  verdict: Verdict;
}

/** How far it has come: pages first, then the replay. */
export type Stage = Progress & { does: 'download' | 'verify' };

type Ended = Pick<Auction, 'auctionId' | 'seq'>;

/** Downloads and verifies an ended auction's log, each time anew. */
export function useVerification(auction: Ended) {
  const [stage, setStage] = useState<Stage | null>(null);
  const evidence = useEvidence(auction.auctionId);
  const run = useMutation({
    mutationFn: async (): Promise<Verified> => {
      const log = await download(auction, setStage);
      const toVerify = { log, evidence: evidence() };
      setStage({ does: 'verify', done: 0, total: 1 });
      const verdict = await verifyInWorker(toVerify, (progress) =>
        setStage({ does: 'verify', ...progress }),
      );
      return { ...toVerify, verdict };
    },
  });
  return {
    start: () => run.mutate(),
    stage: run.isPending ? stage : null,
    busy: run.isPending,
    result: run.data ?? null,
    fault: run.error && faultWords(run.error, stage),
  };
}

/** Saves the log as `npm run verify -- <file>` reads it: the one that was verified, else a fresh one. */
export function useSavedLog(auction: Ended, verified: Verified | null) {
  const save = useMutation({
    mutationFn: async () => {
      const log = verified?.log ?? (await download(auction, () => {}));
      const name = `sagopalgo-log-${auction.auctionId}.json`;
      saveFile(name, `${JSON.stringify(log, null, 1)}\n`, 'application/json');
    },
  });
  return {
    save: () => save.mutate(),
    busy: save.isPending,
    fault: save.error && faultWords(save.error, null),
  };
}

/** What this tab knows that the marketplace could not take back. */
function useEvidence(auctionId: string): () => Evidence {
  const feed = useContext(LiveFeedContext);
  const queries = useQueryClient();
  const session = useSession();
  return () => {
    const held = feed.state().auctions.get(auctionId);
    const heads = held?.heads.map(({ jws }) => jws) ?? [];
    const receiptsKey = session && queryKeys.receipts(session.userId, auctionId);
    const fetched = receiptsKey ? queries.getQueriesData<string>({ queryKey: receiptsKey }) : [];
    return {
      keptHeads: held?.closingHead ? [...heads, held.closingHead] : heads,
      receipts: fetched.flatMap(([, receipt]) => receipt ?? []),
    };
  };
}

function download({ auctionId, seq }: Ended, tell: (stage: Stage) => void): Promise<DownloadedLog> {
  let done = 0;
  tell({ does: 'download', done, total: seq + 1 });
  return downloadLog(async (path) => {
    const page = await readJsonAt(path);
    done += entriesIn(page);
    tell({ does: 'download', done: Math.min(done, seq + 1), total: seq + 1 });
    return page;
  }, auctionId);
}

// Of whatever came: `downloadLog` is the one that checks it.
function entriesIn(page: unknown): number {
  const { items } = (page ?? {}) as { items?: unknown };
  return Array.isArray(items) ? items.length : 0;
}

function faultWords(error: Error, stage: Stage | null): string {
  if (stage?.does === 'verify') return '이 브라우저에서 검증을 끝내지 못했어요.';
  if (error instanceof ApiRefusal && error.code === 'LOG_NOT_PUBLISHED') {
    return '이 경매에는 공개된 기록이 없어요. 막 끝났다면 잠시 뒤에 다시 해 보세요.';
  }
  return `기록을 내려받지 못했어요. ${wordsOf(error)}`;
}
