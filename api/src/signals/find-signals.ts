import type { SQL } from 'drizzle-orm';
import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { listSignals } from '@sagopalgo/core/contracts/signals.ts';
import type { SignalKind } from '@sagopalgo/core/contracts/signals.ts';
import { timedRows, TookTooLongError } from '@sagopalgo/core/mysql/timed-rows.ts';
import { SIGNALS_WINDOW_MS } from '@sagopalgo/core/rules/signals-window.ts';
import type { Deps } from '../deps.ts';
import { neverWins } from './find-never-wins.ts';
import { oneSeller } from './find-one-seller.ts';
import { sharers } from './find-sharers.ts';
import { takenBack } from './find-taken-back.ts';
import { read } from './part.ts';

/** They look at much of the record, on the server that people's calls need as well. */
const WITHIN_MS = 10_000;
const RETRY_AFTER_MS = 60_000;

const QUERIES: Record<SignalKind, (sinceMs: number) => SQL> = {
  'one-seller': oneSeller,
  'never-wins': neverWins,
  shared: sharers,
  'taken-back': takenBack,
};

type Signals = z.output<typeof listSignals.reply>;
type Row = { auctionIds: string; shares?: string };

/** The signals of a kind of the last 90 days. Throws UNAVAILABLE where the record is too busy to tell. */
export async function findSignals(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  kind: SignalKind,
): Promise<Signals> {
  const sinceMs = now() - SIGNALS_WINDOW_MS;
  try {
    const rows = await timedRows<Row>(db, QUERIES[kind](sinceMs), WITHIN_MS);
    const items = rows.map(({ shares, ...row }) => ({
      ...read(row),
      ...(shares !== undefined && { shares: shares.split(' ') }),
    }));
    return listSignals.reply.parse({ kind, sinceMs, items });
  } catch (error) {
    if (!(error instanceof TookTooLongError)) throw error;
    throw new RefusalError('UNAVAILABLE', { retryAfterMs: RETRY_AFTER_MS });
  }
}
