import type { Auction, NewAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import { uploadWords } from '../../lib/upload-words.ts';
import type { CellFault } from './read-row.ts';
import { columnOfField } from './read-row.ts';

const TRIES_MAX = 5;
const WAIT_FIRST_MS = 500;
const WAIT_MAX_MS = 8000;
/** For longer than this the rest is left for later. */
const WAIT_FOR_PACE_MAX_MS = 60_000;
/** Whatever the row: nothing more gets through for now. */
const STOPPING = ['NETWORK', 'UNAVAILABLE', 'RATE_LIMITED', 'UNAUTHENTICATED', 'SESSION_ENDED'];

/** A row that is fit to be sent. */
export interface SoundRow {
  listingId: string;
  listing: NewAuction;
}

/** What became of a row that was sent. */
export type RowResult =
  | { state: 'sending' }
  | { state: 'listed'; auctionId: string }
  | { state: 'refused'; message: string; faults: CellFault[] };

/** What sending needs of the world around it. */
export interface SendDeps {
  create: (listing: NewAuction) => Promise<Auction>;
  pictures: {
    of: (listingId: string, signal: AbortSignal) => Promise<string[]>;
    used: (listingId: string) => void;
    hold: (listingId: string) => void;
  };
  wait: (delayMs: number, signal: AbortSignal) => Promise<void>;
  /** Hears how each row stands; null when it is as it was before. */
  onRow: (listingId: string, result: RowResult | null) => void;
}

/**
 * Lists the rows one by one, each under its own id, so that the server lists it once however often it has
 * to be sent. A refused row does not stop the others. Returns null at the end, or in words why it stopped
 * before; called off it ends after the row at hand.
 */
export async function sendRows(
  rows: readonly SoundRow[],
  deps: SendDeps,
  signal: AbortSignal,
): Promise<string | null> {
  for (const { listingId, listing } of rows) {
    if (signal.aborted) return null;
    deps.onRow(listingId, { state: 'sending' });
    try {
      const imageIds = await deps.pictures.of(listingId, signal);
      const whole = { ...listing, listingId, imageIds };
      const { auctionId } = await createSurely(whole, deps, signal);
      deps.pictures.used(listingId);
      deps.onRow(listingId, { state: 'listed', auctionId });
    } catch (error) {
      if (signal.aborted || isStopping(error)) {
        deps.onRow(listingId, null);
        return signal.aborted ? null : uploadWords(error);
      }
      deps.pictures.hold(listingId);
      deps.onRow(listingId, refusedBy(error));
    }
  }
  return null;
}

/** Sends the very same listing again while no answer comes, at most five times in all. */
async function createSurely(
  listing: NewAuction,
  { create, wait }: SendDeps,
  signal: AbortSignal,
): Promise<Auction> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await create(listing);
    } catch (error) {
      const delayMs = delayBefore(error, tries);
      if (tries >= TRIES_MAX || delayMs === null) throw error;
      await wait(delayMs, signal);
    }
  }
}

function delayBefore(error: unknown, tries: number): number | null {
  if (!(error instanceof ApiRefusal)) return null;
  const backoffMs = Math.min(WAIT_MAX_MS, WAIT_FIRST_MS * 2 ** (tries - 1));
  if (error.code === 'NETWORK' || error.code === 'UNAVAILABLE') return backoffMs;
  if (error.code !== 'RATE_LIMITED') return null;
  const delayMs = error.amountIn('retryAfterMs') ?? backoffMs;
  return delayMs > WAIT_FOR_PACE_MAX_MS ? null : delayMs;
}

function isStopping(error: unknown): boolean {
  return error instanceof ApiRefusal && STOPPING.includes(error.code);
}

function refusedBy(error: unknown): RowResult {
  const fields = error instanceof ApiRefusal ? error.fieldFaults() : {};
  const faults = Object.entries(fields).map(([path, message]) => ({
    column: columnOfField(path),
    message,
  }));
  return { state: 'refused', message: uploadWords(error), faults };
}
