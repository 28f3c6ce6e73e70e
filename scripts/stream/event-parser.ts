const LINE_END = /\r\n|\n|\r/;
const FIELDS = ['id', 'event', 'data', 'retry'];

/** One event as an `EventSource` dispatches it; `id` is null where its block had none. */
export interface ParsedEvent {
  id: string | null;
  event: string;
  text: string;
}

/**
 * Reads a stream of events as the HTML standard tells browsers to, line ends of all three kinds and
 * ids with NUL included, so that whatever could be smuggled into a browser shows here as well.
 */
export class EventParser {
  /** What began no field that there is; a stream of ours has none. */
  readonly strange: string[] = [];
  readonly retriesMs: number[] = [];
  comments = 0;
  readonly #onEvent: (event: ParsedEvent) => void;
  #unread = '';
  #id: string | null = null;
  #event = '';
  #lines: string[] = [];

  constructor(onEvent: (event: ParsedEvent) => void) {
    this.#onEvent = onEvent;
  }

  push(text: string): void {
    const lines = (this.#unread + text).split(LINE_END);
    this.#unread = lines.pop() ?? '';
    // The other half of a line end may be still to come.
    if (this.#unread === '' && text.endsWith('\r')) this.#unread = `${lines.pop() ?? ''}\r`;
    for (const line of lines) this.#readLine(line);
  }

  #readLine(line: string): void {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) {
      this.comments += 1;
      return;
    }
    const name = colon === -1 ? line : line.slice(0, colon);
    const rest = colon === -1 ? '' : line.slice(colon + 1);
    this.#readField(name, rest.startsWith(' ') ? rest.slice(1) : rest);
  }

  #readField(name: string, value: string): void {
    if (!FIELDS.includes(name)) this.strange.push(`${name}: ${value}`);
    if (name === 'event') this.#event = value;
    if (name === 'data') this.#lines.push(value);
    if (name === 'id' && !value.includes('\0')) this.#id = value;
    if (name === 'retry' && /^\d+$/.test(value)) this.retriesMs.push(Number(value));
  }

  #dispatch(): void {
    const [id, event, lines] = [this.#id, this.#event || 'message', this.#lines];
    this.#id = null;
    this.#event = '';
    if (lines.length === 0) return;
    this.#lines = [];
    this.#onEvent({ id, event, text: lines.join('\n') });
  }
}
