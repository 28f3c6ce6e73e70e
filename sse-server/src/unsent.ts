import type { BidEvent } from '@sagopalgo/core/contracts/events.ts';
import { positionFrame } from './frames.ts';

/** Of bids that wait, about so much is sent, however many they were. */
const BIDS_BYTES = 320;

/** Something that watchers of an auction are to be sent. */
export type Piece = Bids | Latest | Whole;

/** Bids in a row, of which the last is shown and says how many it stands for. */
export class Bids {
  readonly kind = 'bids';
  readonly last: BidEvent;
  readonly count: number;
  readonly bytes = BIDS_BYTES;
  #frame: Buffer | null;

  /** `frame` where it is built already. */
  constructor(last: BidEvent, count: number, frame: Buffer | null = null) {
    this.last = last;
    this.count = count;
    this.#frame = frame;
  }

  get auctionId(): string {
    return this.last.auctionId;
  }

  get frame(): Buffer {
    const { last, count } = this;
    const data = count === 1 ? last : { ...last, merged: count };
    this.#frame ??= positionFrame({ event: 'bid', data });
    return this.#frame;
  }

  /** These and those that came after them. */
  with(later: Bids): Bids {
    return new Bids(later.last, this.count + later.count);
  }

  /** Those of them after a seq; null when there are none. */
  after(seq: number): Bids | null {
    const count = Math.min(this.count, this.last.seq - seq);
    if (count <= 0) return null;
    return count === this.count ? this : new Bids(this.last, count);
  }
}

/** What an earlier one of the same name is no longer worth sending for. */
export class Latest {
  readonly kind = 'latest';
  readonly name: 'viewers' | 'head';
  readonly auctionId: string;
  readonly frame: Buffer;

  constructor(name: 'viewers' | 'head', auctionId: string, frame: Buffer) {
    this.name = name;
    this.auctionId = auctionId;
    this.frame = frame;
  }

  get bytes(): number {
    return this.frame.length;
  }
}

/** What is never left out. */
export class Whole {
  readonly kind = 'whole';
  readonly frame: Buffer;
  /** The auction whose bids before this are sent before it; null when the order is of no matter. */
  readonly endsBidsOf: string | null;

  constructor(frame: Buffer, endsBidsOf: string | null = null) {
    this.frame = frame;
    this.endsBidsOf = endsBidsOf;
  }

  get bytes(): number {
    return this.frame.length;
  }
}

/** How many events pieces are, and how many others of the same those stand for. */
export function countOf(pieces: readonly Piece[]): { pieces: number; merged: number } {
  const merged = pieces.reduce((sum, piece) => {
    return piece.kind === 'bids' ? sum + piece.count - 1 : sum;
  }, 0);
  return { pieces: pieces.length, merged };
}

/** A piece and when it was added, as `Unsent.mark` counts. */
export interface Waiting {
  piece: Piece;
  mark: number;
}

/**
 * What waits to be sent, in the order in which it will be. Bids of an auction run together, and what
 * they caused stays before them; what is whole stays whole.
 */
export class Unsent {
  readonly #waiting = new Map<string | number, Waiting>();
  #bytes = 0;
  #mark = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** Grows with every piece. */
  get mark(): number {
    return this.#mark;
  }

  add(piece: Piece): void {
    this.#mark += 1;
    switch (piece.kind) {
      case 'bids': {
        const earlier = this.#remove(bidsKey(piece.auctionId))?.piece;
        this.#put(bidsKey(piece.auctionId), earlier?.kind === 'bids' ? earlier.with(piece) : piece);
        break;
      }
      case 'latest': {
        const key = `${piece.name} ${piece.auctionId}`;
        this.#remove(key);
        this.#put(key, piece);
        break;
      }
      case 'whole':
        if (piece.endsBidsOf !== null) this.#endBids(piece.endsBidsOf);
        this.#put(this.#mark, piece);
    }
  }

  /** All of it; from then on nothing waits. */
  take(): Waiting[] {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#bytes = 0;
    return waiting;
  }

  // Later bids may not run together with those before this moment.
  #endBids(auctionId: string): void {
    const bids = this.#remove(bidsKey(auctionId));
    if (bids) this.#put(-this.#mark, bids.piece);
  }

  #put(key: string | number, piece: Piece): void {
    this.#waiting.set(key, { piece, mark: this.#mark });
    this.#bytes += piece.bytes;
  }

  #remove(key: string): Waiting | undefined {
    const waiting = this.#waiting.get(key);
    if (!waiting) return undefined;
    this.#waiting.delete(key);
    this.#bytes -= waiting.piece.bytes;
    return waiting;
  }
}

/** The bytes of several pieces; of one alone its own, shared buffer. */
export function framesOf(pieces: readonly Piece[]): Buffer {
  const [only] = pieces;
  if (only && pieces.length === 1) return only.frame;
  return Buffer.concat(pieces.map(({ frame }) => frame));
}

function bidsKey(auctionId: string): string {
  return `bids ${auctionId}`;
}
