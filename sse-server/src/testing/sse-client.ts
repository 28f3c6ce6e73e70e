import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';

/** One event as a browser would see it; `id` is null where the frame had none. */
export interface SeenEvent {
  id: string | null;
  event: string;
  data: Record<string, unknown>;
}

/** A stream as its reader sees it, growing while it is open. */
export class SseClient {
  readonly response: IncomingMessage;
  readonly events: SeenEvent[] = [];
  readonly comments: string[] = [];
  readonly retriesMs: number[] = [];
  /** All that came, as it came. */
  text = '';
  /** Resolves when the stream is over, with how. */
  readonly over: Promise<'ended' | 'cut'>;
  isOver = false;
  #unread = '';

  constructor(response: IncomingMessage) {
    this.response = response;
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.#read(text));
    this.over = new Promise((resolve) => {
      response.once('end', () => resolve('ended'));
      response.once('error', () => resolve('cut'));
      response.once('close', () => {
        this.isOver = true;
        resolve('cut');
      });
    });
  }

  named(event: string): SeenEvent[] {
    return this.events.filter((seen) => seen.event === event);
  }

  /** The seqs that `bid` and `closed` events stand for, in the order seen. */
  get seqs(): number[] {
    return this.events.filter(isTold).flatMap(seqsIn);
  }

  /** The same of one auction only. */
  seqsOf(auctionId: string): number[] {
    const own = this.events.filter(({ data }) => data['auctionId'] === auctionId);
    return own.filter(isTold).flatMap(seqsIn);
  }

  /** Whether it was last told that what it sees may be old. */
  get isStale(): boolean {
    const told = this.events.findLast(({ event }) => event === 'stale' || event === 'live');
    return told?.event === 'stale';
  }

  get lastId(): string | null {
    return this.events.findLast(({ id }) => id !== null)?.id ?? null;
  }

  /** Cuts the connection, as a lost network would. */
  cut(): void {
    this.response.destroy();
  }

  #read(text: string): void {
    this.text += text;
    const blocks = (this.#unread + text).split('\n\n');
    this.#unread = blocks.pop() ?? '';
    for (const block of blocks) this.#readBlock(block.split('\n'));
  }

  #readBlock(lines: string[]): void {
    const fields = new Map<string, string>();
    for (const line of lines) {
      const colon = line.indexOf(':');
      fields.set(line.slice(0, colon), line.slice(colon + 2));
    }
    const [comment, retry, data] = [fields.get(''), fields.get('retry'), fields.get('data')];
    if (comment !== undefined) this.comments.push(comment);
    if (retry !== undefined) this.retriesMs.push(Number(retry));
    if (data === undefined) return;
    const event = fields.get('event') ?? 'message';
    this.events.push({ id: fields.get('id') ?? null, event, data: JSON.parse(data) });
  }
}

/** Opens a stream; resolves when the headers are there. Pass an `id` to resume by Last-Event-ID. */
export async function openStream(
  port: number,
  auctions: string,
  lastEventId: string | null = null,
): Promise<SseClient> {
  const headers = lastEventId === null ? {} : { 'last-event-id': lastEventId };
  const response = await ask(port, `/events?auctions=${auctions}`, headers);
  if (response.statusCode !== 200) throw new Error(`answered ${response.statusCode}`);
  return new SseClient(response);
}

/** Sends a GET on a connection of its own and resolves with the response, body unread. */
export function ask(
  port: number,
  path: string,
  headers: Record<string, string> = {},
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, headers, agent: false }, resolve).once('error', reject);
  });
}

function seqsIn({ data }: SeenEvent): number[] {
  const { seq, merged = 1 } = data as { seq: number; merged?: number };
  return Array.from({ length: merged }, (_, index) => seq - merged + 1 + index);
}

function isTold({ event }: SeenEvent): boolean {
  return event === 'bid' || event === 'closed';
}
