import type { ClosedEvent, Snapshot } from '@sagopalgo/core/contracts/events.ts';
import type { LiveState } from '@sagopalgo/core/redis/live-state.ts';
import { positionFrame } from './frames.ts';

/** One look at an auction in Redis, shared by all who asked in the same moment. */
export class Sight {
  readonly live: LiveState;
  readonly #nowMs: number;
  #frame: Buffer | null = null;

  /** `nowMs` is Redis's clock at the look, in UTC milliseconds. */
  constructor(live: LiveState, nowMs: number) {
    this.live = live;
    this.#nowMs = nowMs;
  }

  /** True when the auction has been closed and its result is known. */
  get isOver(): boolean {
    return outcomeOf(this.live) !== null;
  }

  /** The snapshot, and behind it `closed` once more when it is over. */
  get frame(): Buffer {
    this.#frame ??= Buffer.concat(this.#frames());
    return this.#frame;
  }

  #frames(): Buffer[] {
    const snapshot = snapshotOf(this.live, this.#nowMs);
    const frame = positionFrame({ event: 'snapshot', data: snapshot });
    const outcome = outcomeOf(this.live);
    if (outcome === null) return [frame];
    return [frame, positionFrame({ event: 'closed', data: closedAgain(this.live, outcome) })];
  }
}

/** Named one by one, so that nothing meant for the server only can slip in. */
function snapshotOf(live: LiveState, serverNowMs: number): Snapshot {
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
    closesAtMs: live.closesAtMs,
    serverNowMs,
    ...(live.interrupted && { interrupted: true as const }),
  };
}

/** How it ended; null while it has not, or its result is not known. */
export function outcomeOf({ state }: LiveState): ClosedEvent['outcome'] | null {
  return state === 'sold' || state === 'unsold' || state === 'cancelled' ? state : null;
}

/** A reloaded auction's log may have lost its closing, so it is told from the state. */
function closedAgain(live: LiveState, outcome: ClosedEvent['outcome']): ClosedEvent {
  const { auctionId, epoch, seq, priceKrw, bidCount, head } = live;
  const leaderAlias = outcome === 'sold' ? live.leaderAlias : null;
  const ending = { outcome, priceKrw, leaderAlias, bidCount, ...(head !== null && { head }) };
  return { auctionId, epoch, seq, ...ending };
}
