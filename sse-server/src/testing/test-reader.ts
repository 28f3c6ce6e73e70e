import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { Connection } from '../connection.ts';
import type { Hub } from '../hub.ts';

/** The other end of a stream, which reads when it is told to. */
export class TestReader extends Duplex {
  /** All that it has read. */
  text = '';
  /** Hears of every write. */
  onWrite: () => unknown = () => undefined;
  readonly connection: Connection;
  #isReading = true;
  #taken: (() => void) | null = null;

  /** A watcher of `hub`, not of any auction yet. */
  constructor(hub: Hub) {
    super({
      read: () => undefined,
      write: (bytes: Buffer, _encoding, done) => this.#take([bytes], done),
      writev: (chunks, done) =>
        this.#take(
          chunks.map(({ chunk }) => chunk as Buffer),
          done,
        ),
    });
    this.resume();
    const account = { addressKey: 'test', owner: null };
    const terms = { account, endsAtMs: Number.POSITIVE_INFINITY };
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

  #take(buffers: Buffer[], done: () => void): void {
    this.onWrite();
    const take = () => {
      this.text += Buffer.concat(buffers).toString();
      done();
    };
    if (this.#isReading) take();
    else this.#taken = take;
  }
}
