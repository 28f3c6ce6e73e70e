import type { Socket } from 'node:net';
import type { Account } from './admissions.ts';
import type { Outbox, Recipient } from './outbox.ts';
import type { Topic } from './topic.ts';
import { framesOf, Unsent, Whole } from './unsent.ts';
import type { Piece } from './unsent.ts';

/** A reader that far behind is cut off and resumes by id when it can read again. */
const UNSENT_BYTES_MAX = 64 * 1024;
const NOTHING = Buffer.alloc(0);
const NO_TOPICS: Topic[] = [];
const NO_DESCRIPTOR = -1;

export const EVICTION_REASONS = [
  'slow',
  'stuck',
  'never-caught-up',
  'not-answered',
  'failed',
] as const;
export type EvictionReason = (typeof EVICTION_REASONS)[number];

/** Who hears of what becomes of connections: one for all of them. */
export interface Household {
  fellBehind(connection: Connection): void;
  caughtUp(connection: Connection): void;
  evicted(reason: EvictionReason): void;
  /** What had to wait for the reader was written. */
  wroteWaiting(pieces: readonly Piece[]): void;
  /** Its socket is closed; told once. */
  gone(connection: Connection): void;
}

/** On whose account a connection is open, and for how long. */
export interface Terms {
  account: Account;
  /** When it has to end, in UTC milliseconds. */
  endsAtMs: number;
}

/** Reads the part of the past that is next; null when that cannot be had. */
export type ReadPast = () => Promise<readonly Buffer[] | null>;

/** What Node keeps of a socket that is open, where that is the system's own, and of one that is encrypted. */
interface Inside {
  _handle?: { fd?: number } | null;
  encrypted?: boolean;
}

/**
 * One watcher's stream, on the socket itself. A reader who does not take what is sent falls behind:
 * what comes then waits here, where bids run together, until the socket has drained. There are very
 * many of these, so each holds little.
 */
export class Connection implements Recipient {
  // What every delivery looks at comes first, to lie together in memory.
  readonly #socket: Socket;
  #unsent: Unsent | null = null;
  #isClosed = false;
  /** What it watches. */
  topics: Topic[] = NO_TOPICS;
  /** Counted by the hub, so that not everybody's turn comes at the same tick. */
  number = 0;
  /** Of how many of its auctions it has heard that they cannot be read. */
  awayCount = 0;
  endsAtMs: number;
  /** What it is counted by for as long as it is open. */
  readonly account: Account;
  /** Since when it has been behind, in milliseconds of `performance.now()`. */
  behindSinceMs = 0;
  readonly #household: Household;
  #gathered: Buffer[] | null = null;
  #past: Promise<unknown> | null = null;

  /** What is sent first is the head of the answer, where the socket has not been sent it. */
  constructor(socket: Socket, household: Household, terms: Terms) {
    this.#socket = socket;
    this.#household = household;
    this.account = terms.account;
    this.endsAtMs = terms.endsAtMs;
    socket.once('close', () => {
      this.#isClosed = true;
      household.gone(this);
    });
  }

  /** True once nothing can be sent any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  get isBehind(): boolean {
    return this.#unsent !== null;
  }

  /** What the reader has not taken and the system will not hold for it. */
  get unsentBytes(): number {
    return this.#socket.writableLength + (this.#unsent?.bytes ?? 0);
  }

  /** Not that of a socket which is closing, still has something to send, or would encrypt what it is given. */
  get directDescriptor(): number {
    if (this.#isClosed || this.#unsent !== null) return NO_DESCRIPTOR;
    const socket = this.#socket;
    if (!socket.writable || socket.writableLength > 0) return NO_DESCRIPTOR;
    const { _handle: handle, encrypted } = socket as Inside;
    return encrypted === true ? NO_DESCRIPTOR : (handle?.fd ?? NO_DESCRIPTOR);
  }

  /** Sends something whole, after what waits; a reader too far behind is cut off. */
  send(frame: Buffer): void {
    if (this.#isClosed) return;
    if (this.#unsent === null) this.#write(frame);
    else this.#wait([new Whole(frame)]);
  }

  /** Sends something whole before all that waits, such as what concerns this person only. */
  sendFirst(frame: Buffer): void {
    if (this.#isClosed) return;
    this.#write(frame);
  }

  /** Sends pieces of which `frame` is the bytes, by the outbox; of one who is behind, the pieces wait: then false. */
  deliver(frame: Buffer, pieces: readonly Piece[], outbox: Outbox): boolean {
    if (this.#isClosed) return false;
    if (this.#unsent === null) {
      outbox.add(this, frame);
      return true;
    }
    this.#wait(pieces);
    return false;
  }

  /** What one who is not behind is sent by `sendGathered` in one write; true when it is the first. */
  gather(frame: Buffer): boolean {
    if (this.#gathered !== null) {
      this.#gathered.push(frame);
      return false;
    }
    this.#gathered = [frame];
    return true;
  }

  sendGathered(joinFrames: (frames: Buffer[]) => Buffer, outbox: Outbox): void {
    const frames = this.#gathered;
    this.#gathered = null;
    if (frames !== null && !this.#isClosed) outbox.add(this, joinFrames(frames));
  }

  /**
   * Has a part of the past read and sent, one part after the other whatever the number of auctions, so
   * that a long past is no reason to be cut off as slow, and that only one part of it is held at a time.
   * Resolves when it has left this process, with how many frames it was; null when there is none of it.
   */
  sendPast(read: ReadPast): Promise<number | null> {
    const sent = this.#sendAfter(this.#past, read);
    this.#past = sent;
    return sent;
  }

  /** Sends a last frame and ends the stream. */
  end(frame: Buffer): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#writeWaiting();
    this.#socket.end(frame);
  }

  /** Cuts the stream off, unsent bytes and all. */
  evict(reason: EvictionReason): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#household.evicted(reason);
    this.#socket.destroy();
  }

  /** Cuts off one that was ended and will not go. */
  destroy(): void {
    this.#isClosed = true;
    this.#socket.destroy();
  }

  #write(frame: Buffer): void {
    this.#socket.write(frame);
    if (this.#socket.writableLength > 0) this.#fallBehind();
  }

  #wait(pieces: readonly Piece[]): void {
    for (const piece of pieces) this.#unsent?.add(piece);
    this.#bound();
  }

  #bound(): void {
    if (this.unsentBytes > UNSENT_BYTES_MAX) this.evict('slow');
  }

  #fallBehind(): void {
    if (this.#unsent === null) {
      this.#unsent = new Unsent();
      this.behindSinceMs = performance.now();
      this.#household.fellBehind(this);
      // A stream tells that it has drained only after more than its mark; this write always does.
      this.#socket.write(NOTHING, (error) => {
        if (!error) this.#catchUp();
      });
    }
    this.#bound();
  }

  #catchUp(): void {
    const unsent = this.#unsent;
    this.#household.caughtUp(this);
    this.#unsent = null;
    if (this.#isClosed || unsent === null || unsent.isEmpty) return;
    this.#write(this.#takeWaiting(unsent));
  }

  #writeWaiting(): void {
    if (this.#unsent === null || this.#unsent.isEmpty) return;
    this.#socket.write(this.#takeWaiting(this.#unsent));
  }

  #takeWaiting(unsent: Unsent): Buffer {
    const pieces = unsent.take().map(({ piece }) => piece);
    this.#household.wroteWaiting(pieces);
    return framesOf(pieces);
  }

  async #sendAfter(before: Promise<unknown> | null, read: ReadPast): Promise<number | null> {
    await before;
    if (this.#isClosed) return null;
    const frames = await read();
    if (frames !== null && frames.length > 0) await this.#sendWhole(Buffer.concat(frames));
    return frames && frames.length;
  }

  #sendWhole(frame: Buffer): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    // What waits was said before it; one who does not drain in time is cut off with all of it.
    this.#writeWaiting();
    return new Promise((resolve) => {
      this.#socket.write(frame, () => resolve());
      if (this.#socket.writableLength > 0) this.#fallBehind();
    });
  }
}
