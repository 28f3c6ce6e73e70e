import type { OpenStream, StreamEnd, StreamHandlers } from '../lib/live-stream.ts';

/** A stream that was asked for; the test plays the server. */
export interface StandInStream extends StreamHandlers {
  url: string;
  isClosed: boolean;
}

/** Streams that open when the test says so. */
export class StandInStreams {
  readonly asked: StandInStream[] = [];

  readonly open: OpenStream = (url, handlers) => {
    const stream: StandInStream = { url, isClosed: false, ...handlers };
    this.asked.push(stream);
    return () => {
      stream.isClosed = true;
    };
  };

  /** Those that are neither closed from here nor ended by the server. */
  get standing(): StandInStream[] {
    return this.asked.filter(({ isClosed }) => !isClosed);
  }

  get last(): StandInStream {
    const last = this.asked.at(-1);
    if (!last) throw new Error('no stream was asked for');
    return last;
  }

  /** The last one ends as the server, or the network, would have it. */
  end(given: Partial<StreamEnd> = {}): void {
    this.last.isClosed = true;
    this.last.onEnd({ retryAfterMs: null, hintMs: null, ...given });
  }
}
