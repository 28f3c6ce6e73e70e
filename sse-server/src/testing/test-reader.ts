import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { Connection } from '../connection.ts';
import type { Hub } from '../hub.ts';

/** The other end of a stream, which reads when it is told to. */
export class TestReader extends Duplex {
  /** All that it has read. */
  text = '';
  readonly connection: Connection;
  #isReading = true;
  #taken: (() => void) | null = null;

  /** A watcher of `hub`, not of any auction yet. */
  constructor(hub: Hub) {
    super();
    this.resume();
    const terms = { addressKey: 'test', owner: null, endsAtMs: Number.POSITIVE_INFINITY };
    this.connection = new Connection(this as unknown as Socket, hub, terms);
    hub.add(this.connection);
  }

  /** What it has read since it was last asked, in short: `bid 4 (3)`, `closed 5`, `extended`. */
  get news(): string[] {
    const blocks = this.text.split('\n\n').slice(0, -1);
    this.text = '';
    return blocks.map((block) => {
      const event = /^event: (.*)$/m.exec(block)?.[1] ?? block;
      const [, seq, merged] = /"seq":(\d+)(?:.*"merged":(\d+))?/.exec(block) ?? [];
      return [event, seq, merged && `(${merged})`].filter(Boolean).join(' ');
    });
  }

  /** Takes nothing any more. */
  stopReading(): void {
    this.#isReading = false;
  }

  goOnReading(): void {
    this.#isReading = true;
    this.#taken?.();
    this.#taken = null;
  }

  override _read(): void {}

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.#take([bytes], done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.#take(
      chunks.map(({ chunk }) => chunk),
      done,
    );
  }

  #take(buffers: Buffer[], done: () => void): void {
    const take = () => {
      this.text += Buffer.concat(buffers).toString();
      done();
    };
    if (this.#isReading) take();
    else this.#taken = take;
  }
}
