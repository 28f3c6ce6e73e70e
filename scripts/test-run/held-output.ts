import { Writable } from 'node:stream';

/** Keeps what a part of a run says until it is its turn, and passes it on from then on. */
export class HeldOutput extends Writable {
  readonly #onwards: NodeJS.WritableStream;
  #held: Buffer[] | null = [];

  constructor(onwards: NodeJS.WritableStream) {
    super();
    this.#onwards = onwards;
  }

  /** What was kept goes on, and all that follows. */
  letGo(): void {
    for (const chunk of this.#held ?? []) this.#onwards.write(chunk);
    this.#held = null;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, taken: () => void): void {
    if (this.#held) this.#held.push(chunk);
    else this.#onwards.write(chunk);
    taken();
  }
}
