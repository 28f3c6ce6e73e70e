import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** A reader that far behind is cut off and resumes by id when it can read again. */
const UNSENT_BYTES_MAX = 64 * 1024;
const PAST_WITHIN_MS = 10_000;

export type EvictionReason = 'slow' | 'never-caught-up' | 'not-answered' | 'failed';

/**
 * One watcher's stream. Frames go to the socket itself, past the response object, so that a frame
 * shared by all watchers is written as it is.
 */
export class Connection {
  readonly #response: ServerResponse;
  readonly #socket: Socket;
  readonly #onEvicted: (reason: EvictionReason) => void;
  #past: Promise<void> = Promise.resolve();
  #isClosed = false;

  /** `response` must have sent its headers, and must end with its connection. */
  constructor(response: ServerResponse, onEvicted: (reason: EvictionReason) => void) {
    if (response.socket === null) throw new Error('the response has lost its socket');
    this.#response = response;
    this.#socket = response.socket;
    this.#onEvicted = onEvicted;
    this.onceClosed(() => {
      this.#isClosed = true;
    });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** What the reader has not taken and the system will not hold for it. */
  get unsentBytes(): number {
    return this.#socket.writableLength;
  }

  onceClosed(listener: () => void): void {
    this.#socket.once('close', listener);
  }

  /** Sends what happens now; a reader too far behind is cut off. */
  send(frame: Buffer): void {
    if (this.#isClosed) return;
    this.#socket.write(frame);
    if (this.unsentBytes > UNSENT_BYTES_MAX) this.evict('slow');
  }

  /** Sends what never waits and is never dropped. */
  sendFirst(frame: Buffer): void {
    this.send(frame);
  }

  /**
   * Sends a part of the past and resolves when it has left this process, one part after the other
   * whatever the number of auctions, so that a long past is no reason to be cut off as slow.
   */
  sendPast(frames: readonly Buffer[]): Promise<void> {
    this.#past = this.#past.then(() => this.#sendInTime(Buffer.concat(frames)));
    return this.#past;
  }

  /** Sends a last frame and ends the stream. */
  end(frame: Buffer): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.write(frame);
    this.#response.end();
  }

  /** Cuts the stream off, unsent bytes and all. */
  evict(reason: EvictionReason): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#onEvicted(reason);
    this.#socket.destroy();
  }

  #sendInTime(frame: Buffer): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    return new Promise((resolve) => {
      const tooLate = setTimeout(() => this.evict('slow'), PAST_WITHIN_MS);
      this.#socket.write(frame, () => {
        clearTimeout(tooLate);
        resolve();
      });
    });
  }
}
