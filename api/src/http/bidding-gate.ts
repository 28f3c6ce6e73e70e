import { eq } from 'drizzle-orm';
import type { NewBid } from '@sagopalgo/core/contracts/bids.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { findBlocks } from '@sagopalgo/core/orders/find-blocks.ts';
import { isProven as isProvenNow } from '@sagopalgo/core/orders/is-proven.ts';
import { readTerms } from '@sagopalgo/core/orders/read-terms.ts';
import type { Deps } from '../deps.ts';
import { RepeatedLook } from './repeated-look.ts';

const PROVEN_FOR_MS = 60_000;
/** Whoever has just confirmed an address or paid need not wait. */
const UNPROVEN_FOR_MS = 1_000;
const REMEMBERED_MAX = 10_000;

type Used = Pick<Deps, 'db' | 'log' | 'now'>;

/**
 * Who may not bid, whatever the judge would say: those who did not pay too often and, above an amount that
 * operators set, those who have never paid or have no verified e-mail. Terms and blocks are read from the
 * record again and again, so that no bid waits for it; only above that amount somebody may be asked about.
 */
export class BiddingGate {
  readonly #deps: Used;
  readonly #repeated: RepeatedLook;
  readonly #remembered = new Map<string, { isProven: boolean; untilMs: number }>();
  #blocks: ReadonlyMap<string, number> = new Map();
  #provenAboveKrw: number | null = null;

  constructor(deps: Used) {
    this.#deps = deps;
    this.#repeated = new RepeatedLook(deps.log, 'blocks.not-read', () => this.#read());
  }

  /** Reads terms and blocks; while the record does not answer, what was read last stands. */
  look(): Promise<void> {
    return this.#repeated.look();
  }

  /**
   * Lets a bid through: null where nothing has to be asked, so that it waits for nothing. Throws
   * BIDDING_BLOCKED with `untilMs`, and NOT_PROVEN, here or from what it answers.
   */
  admit(bidderId: string, auctionId: string, asked: NewBid): Promise<void> | null {
    this.refuseBlocked(bidderId);
    if (this.#provenAboveKrw === null) return null;
    if (asked.kind === 'buy-now') return this.#checkBuyer(bidderId, auctionId);
    return this.#checkProof(bidderId, asked.kind === 'exact' ? asked.amountKrw : asked.maxKrw);
  }

  /** The same for whoever takes an offer at `amountKrw`. */
  async admitAt(bidderId: string, amountKrw: number): Promise<void> {
    this.refuseBlocked(bidderId);
    await this.#checkProof(bidderId, amountKrw);
  }

  /** The half of it that knows of no amount: throws BIDDING_BLOCKED with `untilMs`. */
  refuseBlocked(bidderId: string): void {
    const untilMs = this.#blocks.get(bidderId);
    if (untilMs !== undefined && untilMs > this.#deps.now()) {
      throw new RefusalError('BIDDING_BLOCKED', { untilMs });
    }
  }

  async #read(): Promise<void> {
    const { db, now } = this.#deps;
    const terms = await readTerms(db);
    this.#blocks = await findBlocks(db, terms, now());
    this.#provenAboveKrw = terms.provenAboveKrw;
  }

  async #checkBuyer(bidderId: string, auctionId: string): Promise<void> {
    const [row] = await this.#deps.db
      .select({ buyNowKrw: auctions.buyNowKrw })
      .from(auctions)
      .where(eq(auctions.auctionId, auctionId));
    // Where there is no such price, the judge says so.
    await this.#checkProof(bidderId, row?.buyNowKrw ?? 0);
  }

  #checkProof(bidderId: string, amountKrw: number): Promise<void> | null {
    const aboveKrw = this.#provenAboveKrw;
    if (aboveKrw === null || amountKrw <= aboveKrw) return null;
    const known = this.#remembered.get(bidderId);
    if (!known || known.untilMs <= this.#deps.now()) return this.#askRecord(bidderId, aboveKrw);
    if (known.isProven) return null;
    throw new RefusalError('NOT_PROVEN', { provenAboveKrw: aboveKrw });
  }

  async #askRecord(bidderId: string, provenAboveKrw: number): Promise<void> {
    const isProven = await isProvenNow(this.#deps.db, bidderId);
    if (this.#remembered.size >= REMEMBERED_MAX) this.#remembered.clear();
    const untilMs = this.#deps.now() + (isProven ? PROVEN_FOR_MS : UNPROVEN_FOR_MS);
    this.#remembered.set(bidderId, { isProven, untilMs });
    if (!isProven) throw new RefusalError('NOT_PROVEN', { provenAboveKrw });
  }
}
