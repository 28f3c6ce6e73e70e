import { bidAnswerSchema } from '../contracts/bids.ts';
import type { BidAnswer } from '../contracts/bids.ts';
import { REFUSALS, RefusalError } from '../contracts/errors.ts';
import type { RefusalCode } from '../contracts/errors.ts';
import { bidderAlias } from '../rules/aliases.ts';
import type { BidSteps } from '../rules/bid-steps.ts';
import type { AuctionRedis } from './connect.ts';
import { auctionKeys } from './keys.ts';

const TOMBSTONE_MS = 60_000;

/** One exact bid as the judge takes it. */
export interface BidToJudge {
  auctionId: string;
  bidderId: string;
  bidId: string;
  amountKrw: number;
  confirmed: boolean;
}

/**
 * Has the judge decide a bid. Returns the answer of an accepted bid (of the same bid again: the same
 * answer); throws a RefusalError with the judge's code otherwise. AUCTION_NOT_FOUND means only that
 * Redis does not have it: ask the record before telling a person.
 */
export async function placeBid(redis: AuctionRedis, bid: BidToJudge): Promise<BidAnswer> {
  const keys = auctionKeys(bid.auctionId);
  const [code, json] = await redis.placeBidScript(
    keys.state,
    keys.aliases,
    keys.maxima,
    keys.answers,
    keys.log,
    keys.channel,
    bid.auctionId,
    bid.bidderId,
    bid.bidId,
    bid.amountKrw,
    bid.confirmed ? '1' : '0',
  );
  if (code === 'ACCEPTED') return bidAnswerSchema.parse(JSON.parse(json));
  if (!isRefusalCode(code)) throw new Error(`unforeseen answer of the judge: ${code}`);
  throw new RefusalError(code, JSON.parse(json));
}

/** The rules of an auction and where the record says it stands, to be put into Redis. */
export interface AuctionToOpen {
  auctionId: string;
  epoch: number;
  sellerId: string;
  startKrw: number;
  steps: BidSteps;
  capKrw: number;
  opensAtMs: number;
  closesAtMs: number;
  standing?: RecordedStanding;
  /** Given when it was closed already: the closing's own seq and how it ended. */
  closed?: { seq: number; outcome: 'sold' | 'unsold' | 'cancelled' };
}

/** What the record knows of an auction that has had bids. */
export interface RecordedStanding {
  seq: number;
  bidCount: number;
  priceKrw: number;
  minimumKrw: number | null;
  leaderId: string;
  leaderOrdinal: number;
  lastAtMs: number;
  bidders: { bidderId: string; ordinal: number; maxKrw: number }[];
  answers: { bidderId: string; kind: 'exact'; amountKrw: number; answer: BidAnswer }[];
}

/** `PRESENT`: there already. `STALE`: a newer version was there. `LOG_AHEAD`: record the log first. */
export type Opened = 'OPENED' | 'PRESENT' | 'STALE' | 'LOG_AHEAD';

/** Puts an auction into Redis, never over one on which somebody could have bid. */
export async function openAuction(redis: AuctionRedis, auction: AuctionToOpen): Promise<Opened> {
  const keys = auctionKeys(auction.auctionId);
  const { standing } = auction;
  const content = {
    epoch: auction.epoch,
    seq: lastSeqOf(auction),
    fields: stateFields(auction),
    aliases: (standing?.bidders ?? []).flatMap((b) => [b.bidderId, String(b.ordinal)]),
    maxima: (standing?.bidders ?? []).flatMap((b) => [b.bidderId, String(b.maxKrw)]),
    answers: (standing?.answers ?? []).flatMap(({ bidderId, ...kept }) => [
      `${bidderId}:${kept.answer.bidId}`,
      JSON.stringify(kept),
    ]),
  };
  const opened = await redis.openAuctionScript(
    keys.state,
    keys.aliases,
    keys.maxima,
    keys.answers,
    keys.log,
    JSON.stringify(content),
  );
  return opened as Opened;
}

/** Takes an auction out of Redis before an edit or deletion; false when it has opened already. */
export async function withdrawAuction(
  redis: AuctionRedis,
  auction: Pick<AuctionToOpen, 'auctionId' | 'epoch' | 'opensAtMs'>,
): Promise<boolean> {
  const keys = auctionKeys(auction.auctionId);
  const answer = await redis.withdrawAuctionScript(
    keys.state,
    keys.aliases,
    keys.maxima,
    keys.answers,
    keys.log,
    auction.epoch,
    auction.opensAtMs,
    TOMBSTONE_MS,
  );
  return answer === 'WITHDRAWN';
}

/** How a closing ended. `seq` is the closing's own, one after the last visible bid. */
export type Closing =
  | { code: 'NOT_YET'; remainingMs: number }
  | { code: 'AUCTION_NOT_FOUND' }
  | {
      code: 'CLOSED';
      seq: number;
      epoch: string;
      outcome: 'sold' | 'unsold';
      priceKrw: number | null;
      leaderId: string | null;
      bidCount: number;
      closesAtMs: number;
    };

/** Closes an auction whose time is up and tells its watchers; harmless when repeated. */
export async function closeAuction(redis: AuctionRedis, auctionId: string): Promise<Closing> {
  const keys = auctionKeys(auctionId);
  const [code, json] = await redis.closeAuctionScript(
    keys.state,
    keys.log,
    keys.channel,
    auctionId,
  );
  return { code, ...JSON.parse(json) } as Closing;
}

/** Lets a settled auction's keys go after `keepMs`; until then watchers still see how it ended. */
export async function expireAuction(
  redis: AuctionRedis,
  auctionId: string,
  keepMs: number,
): Promise<void> {
  const { state, aliases, maxima, answers, log } = auctionKeys(auctionId);
  const pipeline = redis.pipeline();
  for (const key of [state, aliases, maxima, answers, log]) pipeline.pexpire(key, keepMs);
  for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
}

/** Epochs are numbers to the record and opaque to clients. */
export function epochName(epoch: number): string {
  return `e${epoch}`;
}

function stateFields(auction: AuctionToOpen): string[] {
  const { standing, closed } = auction;
  const fields = {
    state: closed ? 'closed' : 'open',
    epoch: epochName(auction.epoch),
    epochNumber: auction.epoch,
    sellerId: auction.sellerId,
    startKrw: auction.startKrw,
    steps: JSON.stringify(auction.steps),
    capKrw: auction.capKrw,
    opensAtMs: auction.opensAtMs,
    closesAtMs: auction.closesAtMs,
    seq: lastSeqOf(auction),
    bidCount: standing?.bidCount ?? 0,
    bidderCount: (standing?.bidders ?? []).reduce(
      (most, { ordinal }) => Math.max(most, ordinal),
      0,
    ),
    lastAtMs: standing?.lastAtMs ?? 0,
    minimumKrw: closed ? '' : standing ? (standing.minimumKrw ?? '') : auction.startKrw,
    ...(standing && {
      priceKrw: standing.priceKrw,
      leaderId: standing.leaderId,
      leaderAlias: bidderAlias(standing.leaderOrdinal),
    }),
    ...(closed && { closedSeq: closed.seq, outcome: closed.outcome }),
  };
  return Object.entries(fields).flatMap(([name, value]) => [name, String(value)]);
}

function lastSeqOf({ standing, closed }: AuctionToOpen): number {
  return closed?.seq ?? standing?.seq ?? 0;
}

function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(REFUSALS, code);
}
