import type { DownloadedLog } from '@sagopalgo/core/contracts/verify-auction-log.ts';
import type { Verdict } from '@sagopalgo/core/rules/verdict.ts';
import { jwsVerifier } from '@sagopalgo/core/rules/verify-jws.ts';
import { verifyLog } from '@sagopalgo/core/rules/verify-log.ts';
import { webSha256 } from '@sagopalgo/core/rules/web-sha256.ts';

const TELLS_MAX = 100;

/** What somebody has beside the published log, as compact JWS. */
export interface Evidence {
  /** Signed heads that were told while this tab watched. */
  keptHeads: readonly string[];
  /** Receipts of own bids. */
  receipts: readonly string[];
}

/** How many of the log's digests and signatures have been looked at. */
export interface Progress {
  done: number;
  total: number;
}

/** Verifies a log by the rules, telling at most a hundred times on the way how far it has come. */
export async function verifyWithProgress(
  log: DownloadedLog,
  evidence: Evidence,
  tell: (progress: Progress) => void,
): Promise<Verdict> {
  const total = stepsIn(log, evidence);
  const tellEvery = Math.ceil(total / TELLS_MAX);
  const verifyJws = jwsVerifier(log.keys);
  let done = 0;
  const stepped = async <Result>(work: Promise<Result>): Promise<Result> => {
    const result = await work;
    done += 1;
    if (done % tellEvery === 0) tell({ done: Math.min(done, total), total });
    return result;
  };
  return await verifyLog(log, {
    ...evidence,
    sha256: (text) => stepped(webSha256(text)),
    verifyJws: (jws, typ) => stepped(verifyJws(jws, typ)),
  });
}

function stepsIn(log: DownloadedLog, { keptHeads, receipts }: Evidence): number {
  const opened = log.entries.filter(({ bid }) => bid !== null).length;
  const raises = log.entries.filter(({ raises }) => raises !== null).length;
  const overruled = log.overruling === null ? 0 : 1;
  const signed = log.heads.length + keptHeads.length + receipts.length + overruled;
  return log.entries.length + opened + raises + signed;
}
