import { inList } from '@sagopalgo/core/mysql/in-list.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { writeDoubt } from '@sagopalgo/core/redis/doubts.ts';
import { DOUBTED_KEY } from '@sagopalgo/core/redis/keys.ts';
import type { LoggedBid } from '@sagopalgo/core/redis/log-entries.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import type { Deps } from '../deps.ts';
import { findRecordedNames, findRecordedSlices, nameOf, slicesOf } from './recorded-slices.ts';
import type { Named, Slice } from './recorded-slices.ts';

const AUCTIONS_MAX = 20_000;
const UNCONFIRMED_MAX = 500_000;
/** The record is behind by a second at most; what is not in it after two may be lost. */
const RECORDED_WITHIN_MS = 2_000;
/**
 * While nobody answers, neither doubts nor looks at the record must pile up. Half of the ten seconds for which a
 * closing waits after a loss, so that a doubt which a failing master has lost is told again in time.
 */
const REPORTED_EVERY_MS = 5_000;

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now'>;
type Place = Pick<LoggedBid, 'epochNumber' | 'seq' | 'raise'>;

/** A bid that was answered and is not known to be in the record yet. */
interface Unconfirmed extends Place {
  bidId: string;
  answeredAtMs: number;
}

const NOWHERE: Place = { epochNumber: 0, seq: 0, raise: 0 };

interface Mark {
  /** The furthest that was ever answered. */
  furthest: Place;
  /** Oldest first; none is dropped before the record has it. */
  unconfirmed: Unconfirmed[];
  /** When one of them was last doubted; 0 for never. */
  reportedAtMs: number;
}

/**
 * How far each auction had got when this process answered bids on it: the memory outside Redis that
 * shows when Redis has lost what was acknowledged. The furthest place goes to the judge with every bid,
 * and whatever does not turn up in the record is reported as doubted.
 */
export class SeenMarks {
  readonly #deps: Used;
  readonly #marks = new Map<string, Mark>();
  #unconfirmedCount = 0;
  readonly #unconfirmedMax: number;
  /** Told once, until half of them are confirmed. */
  #isFull = false;
  #isConfirming = false;

  constructor(deps: Used, unconfirmedMax = UNCONFIRMED_MAX) {
    this.#deps = deps;
    this.#unconfirmedMax = unconfirmedMax;
  }

  /** How many answered bids are not known to be in the record yet. */
  get unconfirmedCount(): number {
    return this.#unconfirmedCount;
  }

  /** The furthest place of that auction that was ever answered here; all 0 for none. */
  placeOf(auctionId: string): Place {
    return this.#marks.get(auctionId)?.furthest ?? NOWHERE;
  }

  /** Remembers an accepted bid before its answer leaves. */
  note(auctionId: string, { epochNumber, seq, raise, bidId }: LoggedBid): void {
    const place = { epochNumber, seq, raise };
    const named = { ...place, bidId };
    const mark = this.#marks.get(auctionId) ?? this.#newMark(auctionId, place);
    // The same bid again is answered the same, and stands in the record once.
    if (isFurther(place, mark.furthest)) mark.furthest = place;
    else if (mark.unconfirmed.some((known) => isSame(known, named))) return;
    if (this.#unconfirmedCount >= this.#unconfirmedMax) {
      this.#tellFull();
      return;
    }
    mark.unconfirmed.push({ ...named, answeredAtMs: this.#deps.now() });
    this.#unconfirmedCount += 1;
  }

  /** Reports that Redis stands below what was answered here. Throws when Redis does not answer. */
  async doubt(auctionId: string): Promise<void> {
    const mark = this.#marks.get(auctionId);
    const doubted = mark?.unconfirmed.at(-1) ?? (mark && { ...mark.furthest, bidId: '' });
    if (doubted) await this.#report(new Map([[auctionId, doubted]]));
  }

  /** Looks which bids the record has by now and reports what it should have and has not. */
  async confirm(): Promise<void> {
    if (this.#isConfirming) return;
    this.#isConfirming = true;
    try {
      const slices = this.#due(this.#deps.now());
      const recorded = await findRecordedSlices(this.#deps.db, slices);
      for (const { auctionId, bids: kept } of recorded) {
        const mark = this.#marks.get(auctionId);
        if (mark) this.#drop(mark, new Set(kept));
      }
      await this.#look(firstOfEach(slices.filter((slice) => !recorded.has(slice))));
    } catch (error) {
      this.#deps.log.warn('bids.not-confirmed', { error: describeError(error) });
    } finally {
      this.#isConfirming = false;
    }
  }

  // Of what is answered from here on only each auction's furthest place is known, should Redis lose it.
  #tellFull(): void {
    if (this.#isFull) return;
    this.#isFull = true;
    this.#deps.log.warn('bids.too-many-unconfirmed', { unconfirmed: this.#unconfirmedCount });
  }

  // What the record should have by now, of auctions that were not doubted a moment ago.
  #due(nowMs: number): Slice<Unconfirmed>[] {
    const isDue = ({ answeredAtMs }: Unconfirmed) => answeredAtMs <= nowMs - RECORDED_WITHIN_MS;
    return [...this.#marks].flatMap(([auctionId, mark]) => {
      if (nowMs - mark.reportedAtMs < REPORTED_EVERY_MS) return [];
      return slicesOf(auctionId, mark.unconfirmed.filter(isDue));
    });
  }

  // Where the record is behind on many auctions there is a rush, and each question would take time from the bids: all
  // are asked about together. Of each auction one bid is doubted.
  async #look(behind: readonly Slice<Unconfirmed>[]): Promise<void> {
    if (behind.length === 0) return;
    const recorded = await findRecordedNames(this.#deps.db, behind);
    const resumedEpochs = await this.#resumedEpochs(behind.map(({ auctionId }) => auctionId));
    const doubted = new Map<string, Unconfirmed>();
    for (const { auctionId, bids: due } of behind) {
      const mark = this.#marks.get(auctionId);
      if (!mark) continue;
      const kept = new Set(due.filter((bid) => recorded.get(auctionId)?.has(nameOf(bid))));
      this.#drop(mark, kept);
      const lost = due.find((bid) => !kept.has(bid));
      if (!lost) continue;
      const resumedEpoch = resumedEpochs.get(auctionId) ?? 0;
      if (lost.epochNumber < resumedEpoch) this.#letGo(mark, resumedEpoch);
      else doubted.set(auctionId, lost);
    }
    await this.#report(doubted);
    for (const auctionId of doubted.keys()) {
      const mark = this.#marks.get(auctionId);
      if (mark) mark.reportedAtMs = this.#deps.now();
    }
  }

  // An operator has decided what becomes of all that was bid before.
  #letGo(mark: Mark, resumedEpoch: number): void {
    const decided = mark.unconfirmed.filter(({ epochNumber }) => epochNumber < resumedEpoch);
    this.#drop(mark, new Set(decided));
    mark.furthest = mark.unconfirmed.reduce<Place>(
      (furthest, bid) => (isFurther(bid, furthest) ? bid : furthest),
      NOWHERE,
    );
  }

  async #resumedEpochs(auctionIds: string[]): Promise<Map<string, number>> {
    const rows = await this.#deps.db
      .select({ auctionId: auctions.auctionId, resumedEpoch: auctions.resumedEpoch })
      .from(auctions)
      .where(inList(auctions.auctionId, auctionIds));
    return new Map(rows.map(({ auctionId, resumedEpoch }) => [auctionId, resumedEpoch]));
  }

  // A doubt is a question to the keeper, which brings the record up to the log before it answers.
  async #report(doubted: ReadonlyMap<string, Place & { bidId: string }>): Promise<void> {
    if (doubted.size === 0) return;
    const doubts = [...doubted].map(([auctionId, bid]) => writeDoubt({ ...bid, auctionId }));
    await this.#deps.redis.sadd(DOUBTED_KEY, ...doubts);
  }

  #drop(mark: Mark, gone: ReadonlySet<Unconfirmed>): void {
    const left = mark.unconfirmed.filter((bid) => !gone.has(bid));
    // Some may be gone already: an operator's decision is about all bids of an epoch.
    this.#unconfirmedCount -= mark.unconfirmed.length - left.length;
    mark.unconfirmed = left;
    if (this.#unconfirmedCount <= this.#unconfirmedMax / 2) this.#isFull = false;
  }

  // What has been confirmed longest falls out first, and nothing that has not.
  #newMark(auctionId: string, furthest: Place): Mark {
    const mark: Mark = { furthest, unconfirmed: [], reportedAtMs: 0 };
    this.#marks.set(auctionId, mark);
    if (this.#marks.size <= AUCTIONS_MAX) return mark;
    for (const [id, { unconfirmed }] of this.#marks) {
      if (unconfirmed.length > 0 || id === auctionId) continue;
      this.#marks.delete(id);
      break;
    }
    return mark;
  }
}

function firstOfEach<Bid>(slices: readonly Slice<Bid>[]): Slice<Bid>[] {
  const first = new Map<string, Slice<Bid>>();
  for (const slice of slices) if (!first.has(slice.auctionId)) first.set(slice.auctionId, slice);
  return [...first.values()];
}

function isSame(one: Named, other: Named): boolean {
  return one.seq === other.seq && one.raise === other.raise && one.bidId === other.bidId;
}

function isFurther(place: Place, known: Place): boolean {
  return place.seq > known.seq || (place.seq === known.seq && place.raise > known.raise);
}
