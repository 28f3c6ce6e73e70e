import type { BidAnswer, HistoryEntry } from '@sagopalgo/core/contracts/bids.ts';
import type {
  BidEvent,
  ClosedEvent,
  ExtendedEvent,
  HeadEvent,
  OutbidEvent,
  Snapshot,
} from '@sagopalgo/core/contracts/events.ts';
import type { LiveEvent } from './live-events.ts';

const BIDS_KEPT_MAX = 100;
const PAST_EPOCHS_MAX = 8;
const HEADS_KEPT_MAX = 128;

/** How far the log was chained, under the house's signature (`jws`, compact). */
export type KeptHead = Pick<HeadEvent, 'seq' | 'hash' | 'jws'>;

/** `connecting` is the very first time; afterwards a lost connection is `reconnecting`. */
export type Connection = 'connecting' | 'live' | 'reconnecting' | 'stale';

/** What the stream has told about one auction. */
export interface LiveAuction extends Omit<Snapshot, 'auctionId' | 'serverNowMs' | 'interrupted'> {
  /** Acknowledged bids may be missing: nothing goes on until an operator has decided. */
  interrupted: boolean;
  /** How many people watch it; null before that was told. */
  viewers: number | null;
  /** How the closing was last moved since this page watches; without a reason when it was away then. */
  extended: { closesAtMs: number; reason: ExtendedEvent['reason'] | null } | null;
  /** Newest first, of this epoch, at most 100; what was merged or missed on the way is not in it. */
  bids: readonly HistoryEntry[];
  /** Epochs that this one followed, so that a straggler cannot bring an old price back. */
  pastEpochs: readonly string[];
  /**
   * Signed heads told while this page watched, oldest first, whatever the epoch: history may not be
   * rewritten after them. At most 128, thinned out evenly.
   */
  heads: readonly KeptHead[];
  /** The head that the closing carried (compact JWS). */
  closingHead: string | null;
}

export interface LiveState {
  connection: Connection;
  /** Server time of the last moment at which the prices were known to be right; null while live. */
  notLiveSinceMs: number | null;
  auctions: ReadonlyMap<string, LiveAuction>;
  unknownIds: ReadonlySet<string>;
}

export type LiveAction =
  | { type: 'opened' }
  | { type: 'lost'; atMs: number | null }
  /** Nothing is watched, or another tab says how the connection is. */
  | { type: 'stands'; connection: Connection; sinceMs: number | null }
  | { type: 'told'; event: LiveEvent }
  | { type: 'answered'; auctionId: string; answer: BidAnswer };

const NOTHING_KEPT = {
  viewers: null,
  extended: null,
  bids: [],
  pastEpochs: [],
  heads: [],
  closingHead: null,
} as const;

export const NOTHING_LIVE: LiveState = {
  connection: 'connecting',
  notLiveSinceMs: null,
  auctions: new Map(),
  unknownIds: new Set(),
};

/** The next state; pure. Events of an auction count by (epoch, seq), old ones change nothing. */
export function reduceLive(state: LiveState, action: LiveAction): LiveState {
  switch (action.type) {
    case 'opened':
      return { ...state, connection: 'live', notLiveSinceMs: null };
    case 'lost':
      return notLive(state, 'reconnecting', action.atMs);
    case 'stands':
      return stands(state, action.connection, action.sinceMs);
    case 'told':
      return told(state, action.event);
    default:
      return withAuction(state, action.auctionId, (held) => held && answered(held, action.answer));
  }
}

function told(state: LiveState, event: LiveEvent): LiveState {
  switch (event.type) {
    case 'stale':
      return notLive(state, 'stale', event.data.sinceMs);
    case 'live':
      return { ...state, connection: 'live', notLiveSinceMs: null };
    case 'unknown':
      return { ...state, unknownIds: new Set([...state.unknownIds, event.data.auctionId]) };
    case 'snapshot':
      return withAuction(known(state, event.data.auctionId), event.data.auctionId, (held) =>
        snapshotTold(held, event.data),
      );
    case 'bid':
      return withAuction(state, event.data.auctionId, (held) => held && bidTold(held, event.data));
    case 'closed':
      return withAuction(
        state,
        event.data.auctionId,
        (held) => held && closedTold(held, event.data),
      );
    case 'extended':
      return withAuction(
        state,
        event.data.auctionId,
        (held) => held && extendedTold(held, event.data),
      );
    case 'head':
      return withAuction(
        state,
        event.data.auctionId,
        (held) => held && { ...held, heads: withHead(held.heads, event.data) },
      );
    case 'viewers':
      return withAuction(
        state,
        event.data.auctionId,
        (held) => held && { ...held, viewers: event.data.viewers },
      );
    case 'outbid':
      return withAuction(
        state,
        event.data.auctionId,
        (held) => held && outbidTold(held, event.data),
      );
    default:
      // What is about oneself is no part of an auction.
      // A gap: the snapshot that follows is right about the price; the bids in between are read over HTTP.
      return state;
  }
}

function notLive(
  state: LiveState,
  connection: 'reconnecting' | 'stale',
  sinceMs: number | null,
): LiveState {
  return { ...state, connection, notLiveSinceMs: state.notLiveSinceMs ?? sinceMs };
}

function stands(state: LiveState, connection: Connection, sinceMs: number | null): LiveState {
  if (state.connection === connection && state.notLiveSinceMs === sinceMs) return state;
  return { ...state, connection, notLiveSinceMs: connection === 'live' ? null : sinceMs };
}

/** What is told how it stands is there again. */
function known(state: LiveState, auctionId: string): LiveState {
  if (!state.unknownIds.has(auctionId)) return state;
  const unknownIds = new Set([...state.unknownIds].filter((id) => id !== auctionId));
  return { ...state, unknownIds };
}

function withAuction(
  state: LiveState,
  auctionId: string,
  change: (held: LiveAuction | undefined) => LiveAuction | undefined,
): LiveState {
  const held = state.auctions.get(auctionId);
  const next = change(held);
  if (!next || next === held) return state;
  const auctions = new Map(state.auctions);
  // The one told of last comes last, so that the first are those to forget.
  auctions.delete(auctionId);
  return { ...state, auctions: auctions.set(auctionId, next) };
}

function snapshotTold(held: LiveAuction | undefined, snapshot: Snapshot): LiveAuction | undefined {
  const { auctionId: _id, serverNowMs: _now, interrupted = false, ...facts } = snapshot;
  if (!held) return { ...facts, interrupted, ...NOTHING_KEPT };
  if (isOld(held, snapshot)) return held;
  const isLater = snapshot.closesAtMs > held.closesAtMs;
  const extended = isLater ? { closesAtMs: snapshot.closesAtMs, reason: null } : held.extended;
  const { heads, closingHead, viewers } = held;
  const kept = { heads, closingHead, viewers, ...successor(held, snapshot.epoch) };
  return { ...facts, interrupted, extended, ...kept };
}

function bidTold(held: LiveAuction, bid: BidEvent): LiveAuction {
  if (held.pastEpochs.includes(bid.epoch)) return held;
  const { auctionId: _id, alias, acceptedAtMs, merged: _merged, ...facts } = bid;
  const after = successor(held, bid.epoch);
  const entry = {
    seq: bid.seq,
    alias,
    leaderAlias: bid.leaderAlias,
    priceKrw: bid.priceKrw,
    acceptedAtMs,
  };
  const bids = withBid(after.bids, entry);
  const closesAtMs = closingAfter(held, bid);
  if (bid.epoch === held.epoch && bid.seq <= held.seq) {
    if (bids === held.bids) return held;
    // An own bid's answer was here first, and did not tell all of it.
    const isSame = bid.seq === held.seq && !isSettled(held);
    return isSame ? { ...held, ...facts, bids, closesAtMs } : { ...held, bids };
  }
  return { ...held, ...facts, ...after, bids, closesAtMs, state: 'live', interrupted: false };
}

/**
 * The closing after a visible bid: a merged or late one must not take back an extension. Only a
 * purchase at once brings it forward, to its own moment.
 */
function closingAfter(
  held: LiveAuction,
  bid: Pick<BidEvent, 'epoch' | 'acceptedAtMs' | 'closesAtMs'>,
): number {
  const isLater = held.epoch !== bid.epoch || bid.closesAtMs > held.closesAtMs;
  return isLater || bid.closesAtMs <= bid.acceptedAtMs ? bid.closesAtMs : held.closesAtMs;
}

/** A moved closing has no seq of its own; an auction that was interrupted goes on with one. */
function extendedTold(held: LiveAuction, extended: ExtendedEvent): LiveAuction {
  if (held.pastEpochs.includes(extended.epoch)) return held;
  const { closesAtMs, reason } = extended;
  return { ...held, closesAtMs, extended: { closesAtMs, reason }, interrupted: false };
}

function closedTold(before: LiveAuction, closed: ClosedEvent): LiveAuction {
  // The first that was told binds: one told later may be of another history.
  const closingHead = before.closingHead ?? closed.head ?? null;
  const held = closingHead === before.closingHead ? before : { ...before, closingHead };
  const isSame = held.epoch === closed.epoch && held.seq === closed.seq;
  if (isOld(held, closed) || (isSame && isSettled(held))) return held;
  return {
    ...held,
    ...successor(held, closed.epoch),
    epoch: closed.epoch,
    seq: closed.seq,
    state: closed.outcome,
    priceKrw: closed.priceKrw,
    minimumKrw: null,
    leaderAlias: closed.leaderAlias,
    bidCount: closed.bidCount,
  };
}

/** Comes right before the bid that made it so, which moves the auction on: here nobody leads yet. */
function outbidTold(held: LiveAuction, outbid: OutbidEvent): LiveAuction {
  if (held.epoch !== outbid.epoch || outbid.seq <= held.seq) return held;
  const { priceKrw, minimumKrw } = outbid;
  return { ...held, priceKrw, minimumKrw, leaderAlias: null };
}

/** Our own bid's answer may be here before its event: the price shown is at once the one judged. */
function answered(held: LiveAuction, answer: BidAnswer): LiveAuction {
  if (answer.seq <= held.seq || held.minimumKrw === null) return held;
  return {
    ...held,
    seq: answer.seq,
    // Until an auction closes, its visible bids are exactly its sequence numbers.
    bidCount: answer.seq,
    priceKrw: answer.priceKrw,
    minimumKrw: answer.minimumKrw,
    leaderAlias: answer.outcome === 'outbid' ? null : answer.alias,
    closesAtMs: closingAfter(held, { ...answer, epoch: held.epoch }),
  };
}

function isSettled({ state }: LiveAuction): boolean {
  return ['sold', 'unsold', 'cancelled'].includes(state);
}

function isOld(held: LiveAuction, at: { epoch: string; seq: number }): boolean {
  if (held.pastEpochs.includes(at.epoch)) return true;
  return held.epoch === at.epoch && at.seq < held.seq;
}

/** What is kept when an event of `epoch` takes over: bids of another epoch are read anew over HTTP. */
function successor(held: LiveAuction, epoch: string): Pick<LiveAuction, 'bids' | 'pastEpochs'> {
  if (held.epoch === epoch) return { bids: held.bids, pastEpochs: held.pastEpochs };
  return { bids: [], pastEpochs: [held.epoch, ...held.pastEpochs].slice(0, PAST_EPOCHS_MAX) };
}

function withBid(bids: readonly HistoryEntry[], bid: HistoryEntry): readonly HistoryEntry[] {
  if (bids.some(({ seq }) => seq === bid.seq)) return bids;
  return [bid, ...bids].toSorted((a, b) => b.seq - a.seq).slice(0, BIDS_KEPT_MAX);
}

/** A head signed anew at the same place of the same chain says nothing more. */
function withHead(heads: readonly KeptHead[], { seq, hash, jws }: HeadEvent): readonly KeptHead[] {
  const last = heads.at(-1);
  if (last?.seq === seq && last.hash === hash) return heads;
  const more = [...heads, { seq, hash, jws }];
  return more.length > HEADS_KEPT_MAX ? more.filter((_, index) => index % 2 === 0) : more;
}
