import { and, eq, inArray, or } from 'drizzle-orm';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { writeDoubt } from '@sagopalgo/core/redis/doubts.ts';
import { DOUBTED_KEY } from '@sagopalgo/core/redis/keys.ts';
import type { LoggedBid } from '@sagopalgo/core/redis/log-entries.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import type { Deps } from '../deps.ts';

const AUCTIONS_MAX = 20_000;
/** The record is behind by a second at most; what is not in it after two may be lost. */
const RECORDED_WITHIN_MS = 2_000;
const ASKED_AT_ONCE = 200;
/** While nobody answers, doubts must not pile up. */
const REPORTED_EVERY_MS = 10_000;

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now'>;

interface Mark {
  bid: LoggedBid;
  answeredAtMs: number;
  /** When it, or one before it on this auction, was last doubted; 0 for never. */
  reportedAtMs: number;
  isRecorded: boolean;
}

/**
 * How far each auction had got when this process last answered a bid on it: the memory outside Redis
 * that shows when Redis has lost what was acknowledged. It goes to the judge with every bid, and
 * whatever does not turn up in the record is reported as doubted.
 */
export class SeenMarks {
  readonly #deps: Used;
  readonly #marks = new Map<string, Mark>();
  #isConfirming = false;

  constructor(deps: Used) {
    this.#deps = deps;
  }

  /** How far that auction had got when it was last answered here; seq 0 for never. */
  placeOf(auctionId: string): { epochNumber: number; seq: number } {
    const { epochNumber = 0, seq = 0 } = this.#marks.get(auctionId)?.bid ?? {};
    return { epochNumber, seq };
  }

  /** Remembers an accepted bid before its answer leaves; an older one changes nothing. */
  note(auctionId: string, bid: LoggedBid): void {
    const known = this.#marks.get(auctionId);
    if (known && !isLater(bid, known.bid)) return;
    // What was bid on longest ago falls out first.
    this.#marks.delete(auctionId);
    const reportedAtMs = known?.reportedAtMs ?? 0;
    const answeredAtMs = this.#deps.now();
    this.#marks.set(auctionId, { bid, answeredAtMs, reportedAtMs, isRecorded: false });
    const oldest = this.#marks.keys().next();
    if (this.#marks.size > AUCTIONS_MAX && !oldest.done) this.#marks.delete(oldest.value);
  }

  /** Reports that Redis stands below what was answered here. Throws when Redis does not answer. */
  async doubt(auctionId: string): Promise<void> {
    const mark = this.#marks.get(auctionId);
    if (mark) await this.#report([[auctionId, mark]]);
  }

  /** Looks which marks the record has by now and reports those it should have and has not. */
  async confirm(): Promise<void> {
    if (this.#isConfirming) return;
    this.#isConfirming = true;
    try {
      const beforeMs = this.#deps.now() - RECORDED_WITHIN_MS;
      const due = [...this.#marks].filter(
        ([, mark]) => !mark.isRecorded && mark.answeredAtMs <= beforeMs,
      );
      for (let first = 0; first < due.length; first += ASKED_AT_ONCE) {
        await this.#look(due.slice(first, first + ASKED_AT_ONCE));
      }
    } catch (error) {
      this.#deps.log.warn('bids.not-confirmed', { error: describeError(error) });
    } finally {
      this.#isConfirming = false;
    }
  }

  async #look(due: [auctionId: string, mark: Mark][]): Promise<void> {
    const found = await this.#deps.db
      .select({ auctionId: bids.auctionId, bidId: bids.bidId })
      .from(bids)
      .where(or(...due.map(([auctionId, { bid }]) => isThatBid(auctionId, bid))));
    const recorded = new Set(found.map(({ auctionId, bidId }) => `${auctionId}:${bidId}`));
    const missing = due.filter(([auctionId, mark]) => {
      mark.isRecorded = recorded.has(`${auctionId}:${mark.bid.bidId}`);
      return !mark.isRecorded;
    });
    if (missing.length === 0) return;
    const decided = await this.#resumedEpochs(missing.map(([auctionId]) => auctionId));
    const doubted = missing.filter(([auctionId, { bid }]) => {
      // An operator has decided what becomes of it.
      if (bid.epochNumber < (decided.get(auctionId) ?? 0)) return !this.#marks.delete(auctionId);
      return true;
    });
    const nowMs = this.#deps.now();
    const untold = doubted.filter(([, mark]) => nowMs - mark.reportedAtMs >= REPORTED_EVERY_MS);
    if (untold.length > 0) await this.#report(untold);
  }

  async #resumedEpochs(auctionIds: string[]): Promise<Map<string, number>> {
    const { auctionId, resumedEpoch } = auctions;
    const rows = await this.#deps.db
      .select({ auctionId, resumedEpoch })
      .from(auctions)
      .where(inArray(auctionId, auctionIds));
    return new Map(rows.map((row) => [row.auctionId, row.resumedEpoch]));
  }

  // A doubt is a question to the keeper, which brings the record up to the log before it answers.
  async #report(doubted: [auctionId: string, mark: Mark][]): Promise<void> {
    const doubts = doubted.map(([auctionId, { bid }]) => writeDoubt({ ...bid, auctionId }));
    await this.#deps.redis.sadd(DOUBTED_KEY, ...doubts);
    for (const [, mark] of doubted) mark.reportedAtMs = this.#deps.now();
  }
}

function isLater(bid: LoggedBid, known: LoggedBid): boolean {
  if (bid.epochNumber !== known.epochNumber) return bid.epochNumber > known.epochNumber;
  return bid.seq > known.seq || (bid.seq === known.seq && bid.raise > known.raise);
}

function isThatBid(auctionId: string, { seq, raise, bidId }: LoggedBid) {
  return and(
    eq(bids.auctionId, auctionId),
    eq(bids.seq, seq),
    eq(bids.raise, raise),
    eq(bids.bidId, bidId),
  );
}
