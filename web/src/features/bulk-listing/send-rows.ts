import type { Auction, NewAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import { delayBefore, TRIES_MAX } from '../../lib/delay-before.ts';
import { listedAsIn } from '../../lib/listed-as.ts';
import { uploadWords } from '../../lib/upload-words.ts';
import type { CellFault } from './read-row.ts';
import { columnOfField } from './read-row.ts';

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
  /** By an earlier table, or by an earlier visit. */
  | { state: 'before'; auctionId: string }
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
  /** 09:00 may pass while the others are sent: such a row says so by itself and is not sent. */
  isSound: (listingId: string) => boolean;
  /** Hears how each row stands; null when it is as it was before. */
  onRow: (listingId: string, result: RowResult | null) => void;
}

/** How sending is ended. */
export interface Ends {
  /** After the row at hand. */
  stopped: AbortSignal;
  /** At once: the page is left. */
  left: AbortSignal;
}

/**
 * Lists the rows one by one, each under its own id, so that the server lists it once however often it has
 * to be sent. A refused row does not stop the others. Returns null at the end, or in words why it stopped
 * before.
 */
export async function sendRows(
  rows: readonly SoundRow[],
  deps: SendDeps,
  { stopped, left }: Ends,
): Promise<string | null> {
  for (const row of rows) {
    if (stopped.aborted || left.aborted) return null;
    if (!deps.isSound(row.listingId)) continue;
    deps.onRow(row.listingId, { state: 'sending' });
    try {
      await sendRow(row, deps, left);
    } catch (error) {
      if (left.aborted || isStopping(error)) {
        deps.onRow(row.listingId, null);
        return left.aborted ? null : uploadWords(error);
      }
      deps.pictures.hold(row.listingId);
      deps.onRow(row.listingId, refusedBy(error));
    }
  }
  return null;
}

async function sendRow(
  { listingId, listing }: SoundRow,
  deps: SendDeps,
  left: AbortSignal,
): Promise<void> {
  const imageIds = await deps.pictures.of(listingId, left);
  const { auctionId } = await createSurely({ ...listing, listingId, imageIds }, deps, left);
  deps.pictures.used(listingId);
  deps.onRow(listingId, { state: 'listed', auctionId });
}

/** Sends the very same listing again while no answer comes, at most five times in all. */
async function createSurely(
  listing: NewAuction,
  { create, wait }: SendDeps,
  signal: AbortSignal,
): Promise<Auction> {
  for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
    try {
      return await create(listing);
    } catch (error) {
      const delayMs = delayBefore(error, tries, { paceMaxMs: WAIT_FOR_PACE_MAX_MS });
      if (tries === TRIES_MAX || delayMs === null) throw error;
      await wait(delayMs, signal);
    }
  }
  throw new Error('neither sent nor given up');
}

function isStopping(error: unknown): boolean {
  return error instanceof ApiRefusal && STOPPING.includes(error.code);
}

function refusedBy(error: unknown): RowResult {
  const auctionId = listedAsIn(error);
  if (auctionId !== null) return { state: 'before', auctionId };
  const fields = error instanceof ApiRefusal ? error.fieldFaults() : {};
  const faults = Object.entries(fields).map(([path, message]) => ({
    column: columnOfField(path),
    message,
  }));
  return { state: 'refused', message: uploadWords(error), faults };
}
