import { commitBid, commitRaises, commitReserve } from './commitments.ts';
import type { BidOpening, RaisesOpening, ReserveOpening } from './commitments.ts';
import { chainHash } from './log-chain.ts';
import type { BidEntry, ChainEntry, ListingEntry } from './log-chain.ts';
import { readChainEntry } from './read-entry.ts';
import { replayLog } from './replay-log.ts';
import type { Replay, ReplayItem } from './replay-log.ts';
import { atEntry, FaultFound } from './verdict.ts';
import type { FaultReason, NotCheckable, Verdict } from './verdict.ts';
import { verifyHeads } from './verify-heads.ts';
import type { VerifyJws } from './verify-jws.ts';
import { verifyOutcome } from './verify-outcome.ts';
import { verifyReceipts } from './verify-receipts.ts';
import { areOfLastLead, isOfLastLead, lastLeadOf } from './what-may-open.ts';
import type { LastLead } from './what-may-open.ts';

/** Digests that are under way at once. */
const HASHES_AT_ONCE = 500;

/** An entry as it was published, and what is opened of it. */
export interface PublishedEntry {
  canonical: string;
  hash: string;
  bid: BidOpening | null;
  raises: RaisesOpening | null;
}

/** A whole log as it was published, its entries in order. */
export interface PublishedLog {
  auctionId: string;
  /** How the auction ended, as everybody is told. */
  outcome: 'sold' | 'unsold' | 'cancelled';
  /** Signed that an operator cancelled what the closing had told, compact JWS; null where nobody did. */
  overruling: string | null;
  entries: readonly PublishedEntry[];
  /** Null when there is none, or it was not met. */
  reserve: ReserveOpening | null;
  /** The signed heads that came with it, compact JWS. */
  heads: readonly string[];
}

/** What verifying needs beside the log. */
export interface VerifierTools {
  /** SHA-256 in lowercase hex. */
  sha256: (text: string) => Promise<string> | string;
  verifyJws: VerifyJws;
  /** Heads that somebody else kept, of this auction or others. */
  keptHeads?: readonly string[];
  /** Receipts of bids on this auction. */
  receipts?: readonly string[];
}

/** An entry once it was read. */
export interface ReadEntry extends PublishedEntry {
  entry: ChainEntry;
}

/**
 * Checks a published log: that every entry is the one that was chained, that signed heads and receipts
 * agree with it, that what is opened is what was committed to, and that all of it follows by the rules
 * of bidding, whatever the sealed amounts were, and that the outcome is the one that the closing told or
 * an operator's overruling of it. Says what could not be checked, or the first fault.
 */
export async function verifyLog(log: PublishedLog, tools: VerifierTools): Promise<Verdict> {
  try {
    return await verify(log, tools);
  } catch (error) {
    if (error instanceof FaultFound) return { verified: false, fault: error.fault };
    throw error;
  }
}

async function verify(log: PublishedLog, tools: VerifierTools): Promise<Verdict> {
  const entries = readEntries(log);
  const listing = listingOf(log, entries);
  await verifyChain(entries, tools);
  const heads = await verifyHeads(log, entries, tools);
  const receipts = await verifyReceipts(log.auctionId, entries, tools);
  const ending = await verifyOutcome(log, entries, tools);
  const lastLead = lastLeadOf(bidsOf(entries));
  await verifyOpenings(log, listing, receipts.entries, lastLead, tools);
  const replay = replayLog(listing, reserveOf(log, listing), itemsOf(receipts.entries));
  const notCheckable = new Set<NotCheckable>(['IDENTITIES', 'REFUSED_BIDS', 'CLOCK']);
  for (const { notCheckable: codes } of [heads, receipts, ending]) {
    for (const code of codes) notCheckable.add(code);
  }
  for (const code of limitsOf(log, listing, receipts.entries, replay)) notCheckable.add(code);
  return {
    verified: true,
    checked: {
      entries: entries.length,
      bids: bidsOf(entries).length,
      opened: entries.filter(({ bid }) => bid !== null).length,
      heads: heads.verified,
      receipts: receipts.verified,
    },
    overruled: ending.overruled,
    notCheckable: [...notCheckable],
  };
}

function readEntries({ entries }: PublishedLog): ReadEntry[] {
  let isOver = false;
  return entries.map((published, seq) => {
    const entry = readChainEntry(published.canonical);
    if (!entry) throw atEntry(seq, 'UNREADABLE');
    if (isOver) throw atEntry(seq, 'AFTER_CLOSING');
    if (entry.seq !== seq) throw atEntry(seq, 'OUT_OF_ORDER');
    isOver = entry.type === 'closed';
    return { ...published, entry };
  });
}

function listingOf({ auctionId }: PublishedLog, entries: readonly ReadEntry[]): ListingEntry {
  const logFault = (reason: FaultReason) => new FaultFound({ what: 'log', reason, seq: null });
  const listing = entries[0]?.entry;
  if (listing?.type !== 'listing') throw logFault('NO_LISTING');
  if (listing.auctionId !== auctionId) throw logFault('OTHER_AUCTION');
  if (entries.at(-1)?.entry.type !== 'closed') throw logFault('NOT_CLOSED');
  return listing;
}

async function verifyChain(
  entries: readonly ReadEntry[],
  { sha256 }: Pick<VerifierTools, 'sha256'>,
): Promise<void> {
  await inBatches(entries, async ({ canonical, hash }, seq) => {
    const before = entries[seq - 1]?.hash ?? null;
    if ((await chainHash(sha256, before, canonical)) !== hash) throw atEntry(seq, 'HASH');
  });
}

async function verifyOpenings(
  log: PublishedLog,
  listing: ListingEntry,
  entries: readonly ReadEntry[],
  lastLead: LastLead | null,
  { sha256 }: Pick<VerifierTools, 'sha256'>,
): Promise<void> {
  const { auctionId } = log;
  await verifyReserve(log, listing, bidsOf(entries).at(-1), sha256);
  await inBatches(entries, async ({ entry, bid, raises }, seq) => {
    if (entry.type === 'listing') return;
    const place = { auctionId, seq };
    if (raises === null && !areOfLastLead(lastLead, seq)) throw atEntry(seq, 'NOT_OPENED');
    if (raises && (await commitRaises(sha256, place, raises)) !== entry.raises) {
      throw atEntry(seq, 'COMMITMENT');
    }
    if (entry.type !== 'bid') return;
    if (bid === null && !isOfLastLead(lastLead, entry)) throw atEntry(seq, 'NOT_OPENED');
    if (bid && (await commitBid(sha256, place, bid)) !== entry.commitment) {
      throw atEntry(seq, 'COMMITMENT');
    }
  });
}

async function verifyReserve(
  { auctionId, reserve }: PublishedLog,
  { reserveCommitment }: ListingEntry,
  lastBid: BidEntry | undefined,
  sha256: VerifierTools['sha256'],
): Promise<void> {
  if (reserve === null) {
    if (lastBid?.reserve === 'met') throw atEntry(0, 'NOT_OPENED');
    return;
  }
  const committed = await commitReserve(sha256, auctionId, reserve);
  if (committed !== reserveCommitment) throw atEntry(0, 'COMMITMENT');
}

// A reserve that was not met lies above every maximum that led; the highest there could be allows most.
function reserveOf({ reserve }: PublishedLog, listing: ListingEntry): number | null {
  if (listing.reserveCommitment === null) return null;
  return reserve?.reserveKrw ?? Math.min(listing.capKrw, listing.buyNowKrw ?? listing.capKrw);
}

function itemsOf(entries: readonly ReadEntry[]): ReplayItem[] {
  return entries.flatMap(({ entry, bid, raises }) =>
    entry.type === 'listing' ? [] : [{ entry, bid, raises }],
  );
}

function limitsOf(
  log: PublishedLog,
  listing: ListingEntry,
  entries: readonly ReadEntry[],
  replay: Replay,
): NotCheckable[] {
  const closing = entries.at(-1)?.entry;
  const isSealed = entries.some(({ entry, bid, raises }) =>
    entry.type === 'listing' ? false : raises === null || (entry.type === 'bid' && bid === null),
  );
  const moved = entries.some(({ entry }) => entry.type !== 'listing' && entry.moves.length > 0);
  const limits: [NotCheckable, boolean][] = [
    ['LAST_LEAD', isSealed],
    ['RESERVE', listing.reserveCommitment !== null && log.reserve === null],
    ['CONFIRMATIONS', replay.confirmed],
    ['MOVES', moved],
    ['CANCELLATION', closing?.type === 'closed' && closing.outcome === 'cancelled'],
  ];
  return limits.filter(([, applies]) => applies).map(([code]) => code);
}

function bidsOf(entries: readonly ReadEntry[]): BidEntry[] {
  return entries.flatMap(({ entry }) => (entry.type === 'bid' ? [entry] : []));
}

// In order, so that the first fault is the one that is told.
async function inBatches<Item>(
  items: readonly Item[],
  check: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  for (let first = 0; first < items.length; first += HASHES_AT_ONCE) {
    const batch = items.slice(first, first + HASHES_AT_ONCE);
    const results = await Promise.allSettled(
      batch.map((item, index) => check(item, first + index)),
    );
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }
}
