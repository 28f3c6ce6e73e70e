import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/** Whoever has not taken it all by then is cut off. */
const SEND_WITHIN_MS = 5 * 60_000;

/** A reply too large to be made before it is sent: the pieces of its JSON, each made when there is room for it. */
export class StreamedReply {
  readonly #pieces: AsyncGenerator<string>;
  readonly #first: IteratorResult<string>;
  /** What a piece could not be made for. */
  #fault: unknown = null;

  private constructor(first: IteratorResult<string>, pieces: AsyncGenerator<string>) {
    this.#first = first;
    this.#pieces = pieces;
  }

  /** Makes the first piece; what fails until then is answered as of any other reply. */
  static async begin(pieces: AsyncGenerator<string>): Promise<StreamedReply> {
    return new StreamedReply(await pieces.next(), pieces);
  }

  /**
   * Sends it as fast as it is taken, and ends the making however that goes. Answers why a piece could not be made, the
   * connection being cut then, else null: whoever hung up or was too slow is nobody's fault.
   */
  async send(response: Response, withinMs = SEND_WITHIN_MS): Promise<unknown> {
    response.setHeader('content-type', 'application/json; charset=utf-8');
    const made = Readable.from(this.#made(), { highWaterMark: 1 });
    const signal = AbortSignal.timeout(withinMs);
    await pipeline(made, response, { signal }).catch(() => undefined);
    // A source that was never begun has not ended either.
    await this.#pieces.return(undefined);
    return this.#fault;
  }

  async *#made(): AsyncGenerator<string> {
    let piece = this.#first;
    while (!piece.done) {
      yield piece.value;
      piece = await this.#next();
    }
  }

  // What stops the sending is thrown into whatever is being sent; this is of the making alone.
  async #next(): Promise<IteratorResult<string>> {
    try {
      return await this.#pieces.next();
    } catch (error) {
      this.#fault = error;
      throw error;
    }
  }
}
