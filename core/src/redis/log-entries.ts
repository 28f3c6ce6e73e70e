import { z } from 'zod';
import type { BidAnswer, BidKind, BidOutcome } from '../contracts/bids.ts';
import { bidderAlias } from '../rules/aliases.ts';

const UUID_HEX = /^[0-9a-f]{32}$/;

/**
 * The log's own language: one short text for what everybody may see of an entry (`p`; `q` where
 * nobody may), one for what is secret (`s`). An open auction has to fit into 300 bytes a bid, which
 * JSON does not. Only this file, `public-events.ts` and the scripts know it.
 *
 * - bid: `bid|epoch|price|minimum|ordinal|leaderOrdinal unless it is
 *   the bidder's|n, u or m|acceptedAt|closesAt|extended`; how many bids there are is its seq
 * - `t` of a bid: what the request is known by, where that is not its bidId (`packContext`)
 * - secret of a bid: `e, a or b|bidderId|bidId|amount|l, o, r or b|leaderId unless the bidder leads`,
 *   the UUID of a bid as 22 characters of base64url
 * - closing: `closed|epoch|outcome|price|leaderOrdinal|bidCount|at|closesAt|head`; secret `closed|winnerId`
 * - moved closing: `extended|epoch|closesAt|reason|at`
 */
const KINDS: Record<string, BidKind> = { e: 'exact', a: 'auto', b: 'buy-now' };
const OUTCOMES: Record<string, BidOutcome> = {
  l: 'leading',
  o: 'outbid',
  r: 'raised',
  b: 'bought',
};
const RESERVES: Record<string, 'none' | 'unmet' | 'met'> = { n: 'none', u: 'unmet', m: 'met' };

/** Where an entry stands in its log: `raise` is 0 for what everybody sees. */
export interface LogPosition {
  seq: number;
  raise: number;
}

/** One accepted bid with its secrets. Money in won, times in UTC milliseconds of Redis. */
export interface LoggedBid extends LogPosition {
  type: 'bid';
  epochNumber: number;
  priceKrw: number;
  minimumKrw: number | null;
  bidCount: number;
  ordinal: number;
  leaderOrdinal: number;
  reserve: 'none' | 'unmet' | 'met';
  acceptedAtMs: number;
  closesAtMs: number;
  /** The closing moved with it. */
  extended: boolean;
  bidderId: string;
  bidId: string;
  kind: BidKind;
  /** What was asked for: the exact amount, the maximum, or the buy-now price. */
  amountKrw: number;
  outcome: BidOutcome;
  leaderId: string;
  /** What the request is known by, where that is not its bidId. */
  trace?: string;
}

export interface LoggedClosing extends LogPosition {
  type: 'closed';
  epochNumber: number;
  outcome: 'sold' | 'unsold' | 'cancelled';
  priceKrw: number | null;
  leaderOrdinal: number | null;
  bidCount: number;
  atMs: number;
  closesAtMs: number;
  /** The signed head that was told with it (compact JWS). */
  head: string | null;
  winnerId: string | null;
}

export interface LoggedMove extends LogPosition {
  type: 'extended';
  epochNumber: number;
  closesAtMs: number;
  reason: 'outage' | 'operator';
  atMs: number;
}

export type LogEntry = LoggedBid | LoggedClosing | LoggedMove;

/** An entry that is not written as this file says. */
export class UnreadableEntryError extends Error {
  override readonly name = 'UnreadableEntryError';
}

const amount = z.string().regex(/^\d+$/).transform(Number);
const amountOrNull = z.union([z.literal('').transform(() => null), amount]);
const letterOf = <Word>(words: Record<string, Word>) =>
  z.string().transform((letter, context) => {
    const word = words[letter];
    if (word === undefined) context.addIssue({ code: 'custom', message: `no such ${letter}` });
    return word as Word;
  });
const orNull = z.string().transform((text) => (text === '' ? null : text));

/** What everybody may see of a bid. */
export const bidTextSchema = z.tuple([
  z.literal('bid'),
  amount,
  amount,
  amountOrNull,
  amount,
  amountOrNull,
  letterOf(RESERVES),
  amount,
  amount,
  z.enum(['0', '1']),
]);
const bidSecretSchema = z.tuple([
  letterOf(KINDS),
  z.string().min(1),
  z.string().min(1),
  amount,
  letterOf(OUTCOMES),
  z.string(),
]);
/** What everybody may see of a closing. */
export const closingTextSchema = z.tuple([
  z.literal('closed'),
  amount,
  z.enum(['sold', 'unsold', 'cancelled']),
  amountOrNull,
  amountOrNull,
  amount,
  amount,
  amount,
  orNull,
]);
const closingSecretSchema = z.tuple([z.literal('closed'), orNull]);
const moveTextSchema = z.tuple([
  z.literal('extended'),
  amount,
  amount,
  z.enum(['outage', 'operator']),
  amount,
]);

/** Epochs are numbers to the record and opaque to clients. */
export function epochName(epoch: number): string {
  return `e${epoch}`;
}

/** The number behind such a name. */
export function epochNumberOf(name: string): number {
  return Number(name.slice(1));
}

/** `seq-raise`, the id of an entry. */
export function positionOf(id: string): LogPosition {
  const [seq, raise] = id.split('-').map(Number);
  if (seq === undefined || raise === undefined) throw new UnreadableEntryError(`no id: ${id}`);
  return { seq, raise };
}

/** An entry with its secrets; throws an UnreadableEntryError. `secret` is null for a moved closing. */
export function readEntry(id: string, text: string, secret: string | null): LogEntry {
  const position = positionOf(id);
  try {
    if (text.startsWith('bid|'))
      return { ...position, bidCount: position.seq, ...bidOf(text, secret ?? '') };
    if (text.startsWith('closed|')) return { ...position, ...closingOf(text, secret ?? '') };
    return { ...position, ...moveOf(text) };
  } catch (error) {
    throw new UnreadableEntryError(`entry ${id} cannot be read`, { cause: error });
  }
}

/** What the bidder is answered, the same however often it is asked. */
export function answerOf(bid: LoggedBid): BidAnswer {
  return {
    bidId: bid.bidId,
    outcome: bid.outcome,
    seq: bid.seq,
    raise: bid.raise,
    priceKrw: bid.priceKrw,
    minimumKrw: bid.minimumKrw,
    ownMaxKrw: bid.amountKrw,
    alias: bidderAlias(bid.ordinal),
    acceptedAtMs: bid.acceptedAtMs,
    closesAtMs: bid.closesAtMs,
  };
}

/** A bid as the log writes it: its id, text and secret. */
export function writeBid(bid: LoggedBid): { id: string; text: string; secret: string } {
  const { epochNumber, priceKrw, minimumKrw, ordinal } = bid;
  const leaderOrdinal = bid.leaderOrdinal === ordinal ? '' : bid.leaderOrdinal;
  const standing = [epochNumber, priceKrw, minimumKrw ?? '', ordinal, leaderOrdinal];
  const times = [bid.acceptedAtMs, bid.closesAtMs, bid.extended ? 1 : 0];
  const leaderId = bid.leaderId === bid.bidderId ? '' : bid.leaderId;
  const asked = [letterFor(KINDS, bid.kind), bid.bidderId, packId(bid.bidId), bid.amountKrw];
  return {
    id: `${bid.seq}-${bid.raise}`,
    text: ['bid', ...standing, letterFor(RESERVES, bid.reserve), ...times].join('|'),
    secret: [...asked, letterFor(OUTCOMES, bid.outcome), leaderId].join('|'),
  };
}

/** A UUID in 22 characters; throws a RangeError for anything else. */
export function packId(uuid: string): string {
  const hex = uuid.replaceAll('-', '');
  if (!UUID_HEX.test(hex)) throw new RangeError(`no UUID: ${uuid}`);
  return Buffer.from(hex, 'hex').toString('base64url');
}

/** What the request that made a bid is known by. */
export function traceOf({ bidId, trace }: Pick<LoggedBid, 'bidId' | 'trace'>): string {
  return trace ?? packId(bidId);
}

function unpackId(packed: string): string {
  const hex = Buffer.from(packed, 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function bidOf(text: string, secret: string): Omit<LoggedBid, keyof LogPosition | 'bidCount'> {
  const [type, epochNumber, priceKrw, minimumKrw, ordinal, otherOrdinal, ...rest] =
    bidTextSchema.parse(text.split('|'));
  const [reserve, acceptedAtMs, closesAtMs, extended] = rest;
  const [kind, bidderId, bidId, amountKrw, outcome, otherLeaderId] = bidSecretSchema.parse(
    secret.split('|'),
  );
  return {
    ...{ type, epochNumber, priceKrw, minimumKrw, ordinal, reserve },
    leaderOrdinal: otherOrdinal ?? ordinal,
    ...{ acceptedAtMs, closesAtMs, extended: extended === '1' },
    ...{ bidderId, bidId: unpackId(bidId), kind, amountKrw, outcome },
    leaderId: otherLeaderId === '' ? bidderId : otherLeaderId,
  };
}

function closingOf(text: string, secret: string): Omit<LoggedClosing, keyof LogPosition> {
  const [type, epochNumber, outcome, priceKrw, leaderOrdinal, bidCount, atMs, closesAtMs, head] =
    closingTextSchema.parse(text.split('|'));
  const [, winnerId] = closingSecretSchema.parse(secret.split('|'));
  const ending = { priceKrw, leaderOrdinal, bidCount, atMs, closesAtMs, head, winnerId };
  return { type, epochNumber, outcome, ...ending };
}

/** A moved closing, but for its place in the log; throws a ZodError. */
export function moveOf(text: string): Omit<LoggedMove, keyof LogPosition> {
  const [type, epochNumber, closesAtMs, reason, atMs] = moveTextSchema.parse(text.split('|'));
  return { type, epochNumber, closesAtMs, reason, atMs };
}

function letterFor(words: Record<string, string>, word: string): string {
  const found = Object.entries(words).find(([, meaning]) => meaning === word);
  if (!found) throw new Error(`no letter for ${word}`);
  return found[0];
}
