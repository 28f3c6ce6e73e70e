/** No frame of ours comes near this; what grows past it is no event stream. */
const UNFINISHED_CHARS_MAX = 1_000_000;
const RETRY_MAX_MS = 60_000;

export interface FrameHandlers {
  onEvent: (type: string, text: string) => void;
  /** The server's hint how long to wait before connecting again. */
  onRetry: (delayMs: number) => void;
}

/** Takes an event stream apart, however it is cut into pieces; comments and ids are passed over. */
export class FrameReader {
  readonly #handlers: FrameHandlers;
  #unfinished = '';
  #endedInReturn = false;
  #type = '';
  #lines: string[] = [];

  constructor(handlers: FrameHandlers) {
    this.#handlers = handlers;
  }

  /** Reads on; throws when a line has no end. */
  push(text: string): void {
    // A line end of two characters may be cut in the middle.
    const more = this.#endedInReturn && text.startsWith('\n') ? text.slice(1) : text;
    if (text !== '') this.#endedInReturn = text.endsWith('\r');
    const lines = (this.#unfinished + more).split(/\r\n|\n|\r/);
    this.#unfinished = lines.pop() ?? '';
    if (this.#unfinished.length > UNFINISHED_CHARS_MAX) throw new Error('a line without an end');
    for (const line of lines) this.#read(line);
  }

  #read(line: string): void {
    if (line === '') return this.#finish();
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') this.#type = value;
    else if (name === 'data') this.#lines.push(value);
    else if (name === 'retry' && /^\d+$/.test(value)) {
      this.#handlers.onRetry(Math.min(Number(value), RETRY_MAX_MS));
    }
  }

  #finish(): void {
    const [type, lines] = [this.#type || 'message', this.#lines];
    this.#type = '';
    this.#lines = [];
    if (lines.length > 0) this.#handlers.onEvent(type, lines.join('\n'));
  }
}
