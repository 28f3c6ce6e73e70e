import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { epochName } from '@sagopalgo/core/redis/log-entries.ts';
import type { LiveState } from '@sagopalgo/core/redis/live-state.ts';
import { sha256Hex } from '@sagopalgo/core/runtime/digest.ts';
import { commitReserve } from '@sagopalgo/core/rules/commitments.ts';
import { bidderAlias } from '@sagopalgo/core/rules/aliases.ts';
import { auctionState, RECORD_TRANSITIONS } from '@sagopalgo/core/rules/auction-states.ts';
import type { AuctionRow } from './auction-rows.ts';
import type { OwnBid } from './own-standings.ts';

/** What an auction is shown from, beside its record. */
export interface Surroundings {
  /** Null when Redis does not have it. */
  live: LiveState | null;
  images: Auction['images'];
  viewerId: string | null;
  /** Null when the viewer has not bid. */
  ownBid: OwnBid | null;
  /** Null when nobody is signed in. */
  isWatched: boolean | null;
  nowMs: number;
}

/** An auction as this viewer sees it: where it stands from Redis, which is fresher, the rest as recorded. */
export function auctionView(row: AuctionRow, around: Surroundings): Auction {
  const { viewerId, ownBid, isWatched } = around;
  const standing = around.live && !isSettled(row) ? around.live : recorded(row, around);
  const { leaderId } = standing;
  const seen = publicPart(standing);
  return {
    ...listed(row, around.images),
    ...seen,
    ...(row.hiddenAtMs !== null && { hidden: true as const }),
    ...(isWatched !== null && { watched: isWatched }),
    ...(viewerId !== null && ownBid && { me: ownView(ownBid, viewerId === leaderId, seen) }),
    ...(viewerId === row.sellerId && { own: sellersPart(row) }),
  };
}

function sellersPart({ reserveKrw, capKrw, feeBp, onDefault }: AuctionRow) {
  return { reserveKrw, capKrw, feeBp, onDefault };
}

function listed(row: AuctionRow, images: Auction['images']) {
  return {
    title: row.title,
    description: row.description,
    categoryId: row.categoryId,
    seller: { sellerId: row.sellerId, nickname: row.sellerNickname },
    startKrw: row.startKrw,
    steps: row.steps.map(([fromKrw, stepKrw]): [number, number] => [fromKrw, stepKrw]),
    capKrw: row.capKrw,
    reserveCommitment: reserveCommitmentOf(row),
    buyNowKrw: row.buyNowKrw,
    extension: row.extension,
    premiumBp: row.premiumBp,
    hashtags: row.hashtags,
    images,
    viewCount: row.viewCount,
    watchCount: row.watchCount,
  };
}

function recorded(row: AuctionRow, { nowMs }: Surroundings): LiveState {
  const state = auctionState(row, nowMs);
  const asked = state === 'coming' || state === 'live';
  return {
    auctionId: row.auctionId,
    epoch: epochName(row.epoch),
    epochNumber: row.epoch,
    seq: row.recordedSeq,
    raise: row.recordedRaise,
    state,
    priceKrw: row.priceKrw,
    minimumKrw: asked ? minimumOf(row) : null,
    bidCount: row.bidCount,
    leaderAlias: row.leaderOrdinal === null ? null : bidderAlias(row.leaderOrdinal),
    leaderId: row.leaderId,
    reserve: reserveOf(row),
    opensAtMs: row.opensAtMs,
    closesAtMs: row.closesAtMs,
    moved: row.moved,
    interrupted: row.interruptedAtMs !== null,
    head: null,
  };
}

/** Named one by one, so that nothing meant for the server only can slip in. */
function publicPart(live: LiveState) {
  return {
    auctionId: live.auctionId,
    epoch: live.epoch,
    seq: live.seq,
    state: live.state,
    priceKrw: live.priceKrw,
    minimumKrw: live.minimumKrw,
    bidCount: live.bidCount,
    leaderAlias: live.leaderAlias,
    reserve: live.reserve,
    interrupted: live.interrupted,
    opensAtMs: live.opensAtMs,
    closesAtMs: live.closesAtMs,
  };
}

/** Null also for an auction that was listed before reserves were committed to. */
function reserveCommitmentOf({ auctionId, reserveKrw, reserveNonce }: AuctionRow): string | null {
  if (reserveKrw === null || reserveNonce === null) return null;
  return commitReserve(sha256Hex, auctionId, { reserveKrw, nonce: reserveNonce });
}

function isSettled({ state }: AuctionRow): boolean {
  return RECORD_TRANSITIONS[state].length === 0;
}

function reserveOf({ reserveKrw, priceKrw }: AuctionRow): LiveState['reserve'] {
  if (reserveKrw === null) return 'none';
  return (priceKrw ?? 0) >= reserveKrw ? 'met' : 'unmet';
}

function minimumOf({ priceKrw, minimumKrw, startKrw }: AuctionRow): number | null {
  return priceKrw === null ? startKrw : minimumKrw;
}

function ownView(
  { ordinal, ownMaxKrw }: OwnBid,
  isLeader: boolean,
  seen: Pick<LiveState, 'state' | 'reserve' | 'interrupted'>,
): NonNullable<Auction['me']> {
  return { alias: bidderAlias(ordinal), ownMaxKrw, standing: standingOf(isLeader, seen) };
}

// Time being up decides it: nobody can bid any more, whether or not it is settled yet. But nobody has
// won below the reserve, nor while an operator has still to decide.
function standingOf(
  isLeader: boolean,
  { state, reserve, interrupted }: Pick<LiveState, 'state' | 'reserve' | 'interrupted'>,
): NonNullable<Auction['me']>['standing'] {
  const isOpen = state === 'coming' || state === 'live' || (state === 'closed' && interrupted);
  if (isOpen) return isLeader ? 'leading' : 'outbid';
  const isWon = state === 'sold' || (state === 'closed' && reserve !== 'unmet');
  return isLeader && isWon ? 'won' : 'lost';
}
