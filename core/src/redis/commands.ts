import { z } from 'zod';
import type { BidAnswer, BidKind, NewBid } from '../contracts/bids.ts';
import { REFUSALS, RefusalError } from '../contracts/errors.ts';
import type { RefusalCode } from '../contracts/errors.ts';
import type { HeadEvent } from '../contracts/events.ts';
import type { AuctionRedis } from './connect.ts';
import { auctionKeys, paceKey, storedKeys } from './keys.ts';
import { answerOf, packId, readEntry } from './log-entries.ts';
import type { LoggedBid } from './log-entries.ts';
import { writeHead, writeViewers } from './public-events.ts';
import type { ViewersSaid } from './public-events.ts';
import { contentOf } from './to-open.ts';
import type { AuctionToOpen } from './to-open.ts';

const TOMBSTONE_MS = 60_000;
const LETTERS = { exact: 'e', auto: 'a', 'buy-now': 'b' } as const satisfies Record<
  BidKind,
  string
>;

/** How fast one bidder may bid, on all auctions together. */
export interface Pace {
  msABid: number;
  burst: number;
}

/** One bid as the judge takes it. */
export type BidToJudge = NewBid & {
  auctionId: string;
  bidderId: string;
  /** How far the caller has been answered on this auction; nowhere when left out. */
  seen?: { epochNumber: number; seq: number; raise: number };
  /** Unlimited when left out. */
  pace?: Pace;
  /** What the request is known by, as `packContext` packs it; a bid that names none is known by its bidId. */
  trace?: string | undefined;
  /** By the clock of Redis, UTC milliseconds: from then on it is not judged, as nobody waits for it. */
  lateFromMs?: number | null;
};

/** Redis stands below what the caller has seen answered: bids may be lost, and nothing is judged. */
export class BehindError extends Error {
  override readonly name = 'BehindError';
}

/** Has the judge decide a bid, as `judge` does, and returns what the bidder is answered. */
export async function placeBid(redis: AuctionRedis, bid: BidToJudge): Promise<BidAnswer> {
  return answerOf(await judge(redis, bid));
}

/**
 * Has the judge decide a bid. Returns the entry an accepted bid became (of the same bid again: the
 * same entry); throws a RefusalError with the judge's code otherwise (UNAVAILABLE for what came to it too late to
 * be told), and a BehindError.
 * AUCTION_NOT_FOUND means only that Redis does not have it: ask the record before telling a person.
 */
export async function judge(redis: AuctionRedis, bid: BidToJudge): Promise<LoggedBid> {
  const keys = auctionKeys(bid.auctionId);
  const bidId = packId(bid.bidId);
  const [code, ...facts] = await redis.placeBidScript(
    keys.state,
    keys.bidders,
    keys.answers,
    keys.log,
    keys.channel,
    paceKey(redis, bid.auctionId, bid.bidderId),
    bid.bidderId,
    bidId,
    LETTERS[bid.kind],
    amountOf(bid),
    bid.kind === 'exact' && bid.confirmed === true ? '1' : '0',
    bid.seen?.epochNumber ?? 0,
    bid.seen?.seq ?? 0,
    bid.seen?.raise ?? 0,
    bid.pace?.msABid ?? 0,
    bid.pace?.burst ?? 0,
    bid.trace ?? bidId,
    bid.lateFromMs ?? '',
  );
  if (code !== 'ACCEPTED') throw refusalOf(code, facts);
  const [id = '', text = '', secret = ''] = facts;
  const entry = readEntry(id, text, secret);
  if (entry.type !== 'bid') throw new Error(`the judge answered with no bid: ${id}`);
  return entry;
}

/** `PRESENT`: there already. `STALE`: a newer version was there. `LOG_AHEAD`: record the log first. */
export type Opened = 'OPENED' | 'PRESENT' | 'STALE' | 'LOG_AHEAD';

/** Puts an auction into Redis, never over one on which somebody could have bid. */
export async function openAuction(redis: AuctionRedis, auction: AuctionToOpen): Promise<Opened> {
  const content = JSON.stringify(contentOf(auction));
  return (await redis.openAuctionScript(...storedKeys(auction.auctionId), content)) as Opened;
}

/** Takes an auction out of Redis before an edit or deletion; false when it has opened already. */
export async function withdrawAuction(
  redis: AuctionRedis,
  { auctionId, epoch, opensAtMs }: Pick<AuctionToOpen, 'auctionId' | 'epoch' | 'opensAtMs'>,
): Promise<boolean> {
  const keys = storedKeys(auctionId);
  const answer = await redis.withdrawAuctionScript(...keys, epoch, opensAtMs, TOMBSTONE_MS);
  return answer === 'WITHDRAWN';
}

/** The epoch under which an auction was taken out lately, which a new one has to be above; 0 without. */
export async function withdrawnEpoch(redis: AuctionRedis, auctionId: string): Promise<number> {
  return Number((await redis.hget(auctionKeys(auctionId).state, 'epochNumber')) ?? 0);
}

const closedSchema = z.object({
  seq: z.number(),
  epochNumber: z.number(),
  outcome: z.enum(['sold', 'unsold', 'cancelled']),
  priceKrw: z.number().nullable(),
  /** The winner; null when it is not sold. */
  leaderId: z.string().nullable(),
  bidCount: z.number(),
  closesAtMs: z.number(),
});
const notYetSchema = z.object({ remainingMs: z.number() });

/** How a closing ended. `seq` is the closing's own, one after the last visible bid. */
export type Closing =
  | ({ code: 'NOT_YET' } & z.infer<typeof notYetSchema>)
  | { code: 'AUCTION_NOT_FOUND' | 'LOG_AHEAD' | 'INTERRUPTED' }
  | ({ code: 'CLOSED' } & z.infer<typeof closedSchema>);

/** What a closing says beside the result. */
export interface ClosingTerms {
  /** An operator's cancelling needs no time to be up and ends an interruption. */
  how?: 'time' | 'cancel';
  /** The head goes with it only if the log still ends at that seq (`LOG_AHEAD` otherwise). */
  head?: { seq: number; jws: string } | null;
  /** How far silent raises are recorded after that seq: `LOG_AHEAD` where the log is further. */
  recordedRaise?: number;
}

/** Closes an auction whose time is up and tells its watchers; harmless when repeated. */
export async function closeAuction(
  redis: AuctionRedis,
  auctionId: string,
  { how = 'time', head = null, recordedRaise }: ClosingTerms = {},
): Promise<Closing> {
  const { state, log, channel } = auctionKeys(auctionId);
  const terms = [how, head?.seq ?? '', head?.jws ?? '', recordedRaise ?? ''];
  const [code, json = '{}'] = await redis.closeAuctionScript(state, log, channel, ...terms);
  if (code === 'CLOSED') return { code, ...closedSchema.parse(JSON.parse(json)) };
  if (code === 'NOT_YET') return { code, ...notYetSchema.parse(JSON.parse(json)) };
  return { code: code as 'AUCTION_NOT_FOUND' | 'LOG_AHEAD' | 'INTERRUPTED' };
}

/** `NOT_LATER`: a closing is never brought forward. `MOVED_BEFORE`: by an outage of the same day. */
export type Moved =
  'MOVED' | 'AUCTION_NOT_FOUND' | 'CLOSED' | 'NOT_LATER' | 'INTERRUPTED' | 'MOVED_BEFORE';

/** Moves the closing of an auction that is not closed, and tells its watchers why. */
export async function moveClosing(
  redis: AuctionRedis,
  auctionId: string,
  move:
    | { closesAtMs: number; reason: 'outage'; day: string }
    | { closesAtMs: number; reason: 'operator' },
): Promise<Moved> {
  const { state, log, channel } = auctionKeys(auctionId);
  const day = move.reason === 'outage' ? move.day : '';
  const terms = [move.closesAtMs, move.reason, day];
  return (await redis.moveClosingScript(state, log, channel, ...terms)) as Moved;
}

/** Stops an auction until an operator has decided; false when it is not there or over. */
export async function interruptAuction(redis: AuctionRedis, auctionId: string): Promise<boolean> {
  return (await redis.interruptAuctionScript(auctionKeys(auctionId).state)) === 1;
}

/**
 * Tells watchers how far the log is chained, and under whose signature. A closing that was told without a head is shown
 * with it from then on, if it covers the closing.
 */
export async function publishHead(redis: AuctionRedis, head: HeadEvent): Promise<void> {
  const { state, channel } = auctionKeys(head.auctionId);
  await redis.publishHeadScript(state, channel, head.seq, head.jws, writeHead(head));
}

/** Tells the other processes that show an auction how many watch it here; kept by nobody. */
export async function publishViewers(
  redis: AuctionRedis,
  auctionId: string,
  said: ViewersSaid,
): Promise<void> {
  await redis.spublish(auctionKeys(auctionId).channel, writeViewers(said));
}

/** Lets a settled auction's keys go after `keepMs`; until then watchers still see how it ended. */
export async function expireAuction(
  redis: AuctionRedis,
  auctionId: string,
  keepMs: number,
): Promise<void> {
  const pipeline = redis.pipeline();
  for (const key of storedKeys(auctionId)) pipeline.pexpire(key, keepMs);
  for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
}

function amountOf(bid: NewBid): number | '' {
  if (bid.kind === 'buy-now') return '';
  return bid.kind === 'exact' ? bid.amountKrw : bid.maxKrw;
}

function refusalOf(code: string, facts: string[]): Error {
  if (code === 'BEHIND') return new BehindError('Redis stands below what was answered');
  if (code === 'TOO_LONG_UNDER_WAY') return new RefusalError('UNAVAILABLE');
  if (!isRefusalCode(code)) return new Error(`unforeseen answer of the judge: ${code}`);
  const detail: Record<string, number> = {};
  for (let index = 0; index < facts.length; index += 2) {
    detail[facts[index] as string] = Number(facts[index + 1]);
  }
  return new RefusalError(code, detail);
}

function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(REFUSALS, code);
}
