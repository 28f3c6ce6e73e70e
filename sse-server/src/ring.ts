const FRAMES_MAX = 512;

/** The latest frames of one auction, gapless by seq, the oldest falling out. */
export class Ring {
  readonly #frames: Buffer[] = [];
  #lastSeq: number;

  /** `lastSeq`: what was told before the first frame that will come. */
  constructor(lastSeq: number) {
    this.#lastSeq = lastSeq;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Adds the frame of the next seq. */
  push(frame: Buffer): void {
    this.#frames.push(frame);
    this.#lastSeq += 1;
    if (this.#frames.length > FRAMES_MAX) this.#frames.shift();
  }

  /** At most `limit` frames after `seq`, or null when the ring does not reach back that far. */
  after(seq: number, limit: number): Buffer[] | null {
    const first = this.#frames.length - (this.#lastSeq - seq);
    return first < 0 ? null : this.#frames.slice(first, first + limit);
  }
}
