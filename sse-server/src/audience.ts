import type { Connection } from './connection.ts';
import type { Crowd, Flushed, Pulse } from './pulse.ts';
import { framesOf, Unsent } from './unsent.ts';
import type { Piece, Waiting } from './unsent.ts';

/** How far one is who joined while something waited to be sent. */
interface Ahead {
  seq: number;
  mark: number;
}

/**
 * Those who are told what happens in one auction, and what they have yet to be sent. Whoever joins
 * knows already some of what waits for the others: of that, nothing is sent twice.
 */
export class Audience implements Crowd {
  sentAtMs = Number.NEGATIVE_INFINITY;
  /** How many have joined so far. */
  joins = 0;
  readonly #joined = new Set<Connection>();
  readonly #ahead = new Map<Connection, Ahead>();
  readonly #unsent = new Unsent();
  readonly #pulse: Pick<Pulse, 'quicken' | 'flush'>;

  constructor(pulse: Pick<Pulse, 'quicken' | 'flush'>) {
    this.#pulse = pulse;
  }

  get size(): number {
    return this.#joined.size + this.#ahead.size;
  }

  get isWaiting(): boolean {
    return !this.#unsent.isEmpty;
  }

  get members(): Connection[] {
    return [...this.#joined, ...this.#ahead.keys()];
  }

  /** Has been told everything up to that seq, and from here on what everybody is told. */
  join(connection: Connection, seq: number): void {
    this.joins += 1;
    if (this.isWaiting) this.#ahead.set(connection, { seq, mark: this.#unsent.mark });
    else this.#joined.add(connection);
  }

  leave(connection: Connection): void {
    this.#joined.delete(connection);
    this.#ahead.delete(connection);
  }

  /** Has pieces sent to all of them, in a moment or at once. */
  tell(pieces: readonly Piece[], isUrgent: boolean): void {
    if (this.size === 0) return;
    for (const piece of pieces) this.#unsent.add(piece);
    this.#pulse.quicken(this, isUrgent);
  }

  /** Sends a frame to some of them only, after what waits for all. */
  tellSome(some: Iterable<Connection>, frame: Buffer): void {
    this.#pulse.flush(this);
    for (const connection of some) connection.send(frame);
  }

  flush(gathered: Connection[] | null): Flushed {
    const waiting = this.#unsent.take();
    const pieces = waiting.map(({ piece }) => piece);
    if (pieces.length === 0) return { watchers: 0, pieces: 0, merged: 0 };
    const watchers = this.size;
    const frame = framesOf(pieces);
    if (gathered === null) {
      for (const connection of this.#joined) connection.deliver(frame, pieces);
    } else {
      for (const connection of this.#joined) give(connection, frame, pieces, gathered);
    }
    this.#flushAhead(waiting, gathered);
    const merged = pieces.reduce((sum, piece) => sum + mergedIn(piece), 0);
    return { watchers, pieces: pieces.length, merged };
  }

  #flushAhead(waiting: readonly Waiting[], gathered: Connection[] | null): void {
    for (const [connection, ahead] of this.#ahead) {
      const pieces = newTo(ahead, waiting);
      if (pieces.length > 0) give(connection, framesOf(pieces), pieces, gathered);
      this.#joined.add(connection);
    }
    this.#ahead.clear();
  }
}

function give(
  connection: Connection,
  frame: Buffer,
  pieces: readonly Piece[],
  gathered: Connection[] | null,
): void {
  if (gathered === null || connection.topics.length <= 1) connection.deliver(frame, pieces);
  else if (connection.gather(frame, pieces)) gathered.push(connection);
}

function newTo(ahead: Ahead, waiting: readonly Waiting[]): Piece[] {
  const pieces: Piece[] = [];
  let isNewStory = false;
  for (const { piece, mark } of waiting) {
    // Whatever waited when he came he knows, be it of this story or of one before it.
    if (mark <= ahead.mark) continue;
    if (piece.kind === 'bids') {
      const bids = isNewStory ? piece : piece.after(ahead.seq);
      if (bids) pieces.push(bids);
      continue;
    }
    pieces.push(piece);
    // After a snapshot the seqs may have begun again.
    if (piece.kind === 'whole' && piece.endsBidsOf !== null) isNewStory = true;
  }
  return pieces;
}

function mergedIn(piece: Piece): number {
  return piece.kind === 'bids' ? piece.count - 1 : 0;
}
