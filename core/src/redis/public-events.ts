import type { ExtendedEvent, HeadEvent, PositionEvent } from '../contracts/events.ts';
import { bidderAlias } from '../rules/aliases.ts';
import { bidTextSchema, closingTextSchema, epochName, moveOf } from './log-entries.ts';
import { positionOf, UnreadableEntryError } from './log-entries.ts';

/** A bid or the closing; `extended` goes before the bid that moved the closing. */
export interface LoggedEvent {
  told: PositionEvent;
  extended: ExtendedEvent | null;
}

/** What comes over an auction's channel; `outbidId` and `trace` are not for everybody. */
export type ChannelMessage =
  | ({ event: 'logged'; outbidId: string | null; trace: string | null } & LoggedEvent)
  | { event: 'extended'; data: ExtendedEvent }
  | { event: 'head'; data: HeadEvent }
  | ({ event: 'viewers' } & ViewersSaid);

/** What a process that shows auctions says to the others of its kind about one of them. */
export interface ViewersSaid {
  processId: string;
  /** How many watch there. */
  count: number;
  /** For how long that counts, unless it says otherwise. */
  goodForMs: number;
}

/** The public side of a bid or closing; throws an UnreadableEntryError for anything else. */
export function readPublic(auctionId: string, id: string, text: string): LoggedEvent {
  const { seq } = positionOf(id);
  try {
    const isBid = text.startsWith('bid|');
    return isBid ? bidEventOf(auctionId, seq, text) : closedEventOf(auctionId, seq, text);
  } catch (error) {
    throw new UnreadableEntryError(`entry ${id} cannot be read`, { cause: error });
  }
}

/**
 * What was said on an auction's channel; throws an UnreadableEntryError. Its first line is for
 * everybody; a second one names the person that a bid overtook, for the windows to tell that person, and a
 * third what the bid's request is known by, for their logs.
 */
export function readMessage(auctionId: string, message: string): ChannelMessage {
  if (message.startsWith('viewers|')) return { event: 'viewers', ...viewersOf(message) };
  const [line = '', outbidId = '', trace = ''] = message.split('\n');
  const cut = line.indexOf('|');
  const seq = line.slice(0, cut);
  const text = line.slice(cut + 1);
  if (text.startsWith('head|')) return { event: 'head', data: headOf(auctionId, seq, text) };
  if (!text.startsWith('extended|')) {
    const aside = { outbidId: outbidId === '' ? null : outbidId, trace: trace || null };
    return { event: 'logged', ...aside, ...readPublic(auctionId, `${seq}-0`, text) };
  }
  const { epochNumber, closesAtMs, reason } = moveOf(text);
  return { event: 'extended', data: extendedOf(auctionId, epochNumber, closesAtMs, reason) };
}

/** A signed head as it is said on the auction's channel. */
export function writeHead({ seq, hash, atMs, jws }: Omit<HeadEvent, 'auctionId'>): string {
  return [seq, 'head', hash, atMs, jws].join('|');
}

/** What a process has to say about its viewers, as it is said on the auction's channel. */
export function writeViewers({ processId, count, goodForMs }: ViewersSaid): string {
  return ['viewers', processId, count, goodForMs].join('|');
}

// Named one by one: what a window tells is here and nowhere else.
function bidEventOf(auctionId: string, seq: number, text: string): LoggedEvent {
  const [, epochNumber, priceKrw, minimumKrw, ordinal, otherOrdinal, ...rest] = bidTextSchema.parse(
    text.split('|'),
  );
  const [reserve, acceptedAtMs, closesAtMs, extended] = rest;
  const data = {
    ...{ auctionId, epoch: epochName(epochNumber), seq, priceKrw, minimumKrw, bidCount: seq },
    ...{ alias: bidderAlias(ordinal), leaderAlias: bidderAlias(otherOrdinal ?? ordinal), reserve },
    ...{ acceptedAtMs, closesAtMs },
  };
  const isMoved = extended === '1';
  return {
    told: { event: 'bid', data },
    extended: isMoved ? extendedOf(auctionId, epochNumber, closesAtMs, 'bid') : null,
  };
}

function closedEventOf(auctionId: string, seq: number, text: string): LoggedEvent {
  const [, epochNumber, outcome, priceKrw, leaderOrdinal, bidCount, , , head] =
    closingTextSchema.parse(text.split('|'));
  const leaderAlias = leaderOrdinal === null ? null : bidderAlias(leaderOrdinal);
  const ending = { outcome, priceKrw, leaderAlias, bidCount, ...(head !== null && { head }) };
  const data = { auctionId, epoch: epochName(epochNumber), seq, ...ending };
  return { told: { event: 'closed', data }, extended: null };
}

function extendedOf(
  auctionId: string,
  epochNumber: number,
  closesAtMs: number,
  reason: ExtendedEvent['reason'],
): ExtendedEvent {
  return { auctionId, epoch: epochName(epochNumber), closesAtMs, reason };
}

function headOf(auctionId: string, seq: string, text: string): HeadEvent {
  const [, hash = '', atMs, jws = ''] = text.split('|');
  return { auctionId, seq: Number(seq), hash, atMs: Number(atMs), jws };
}

function viewersOf(message: string): ViewersSaid {
  const [, processId = '', count, goodForMs] = message.split('|');
  return { processId, count: Number(count), goodForMs: Number(goodForMs) };
}
