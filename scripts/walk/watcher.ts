import { eventually } from '@sagopalgo/core/testing/connections.ts';

/** One event as it came over the wire. */
export interface SeenEvent {
  id: string | null;
  event: string;
  data: Record<string, unknown>;
}

/** Somebody who watches auctions. */
export interface Watcher {
  seen: SeenEvent[];
  /** Waits until a seen event satisfies `wanted`, for as long as `eventually` does unless told. */
  until(wanted: (event: SeenEvent) => boolean, withinMs?: number): Promise<SeenEvent>;
  /** The id to resume from: the last one that came. */
  lastId(): string;
  leave(): Promise<void>;
}

/** What says whose stream it is to be. */
export interface SignedIn {
  cookie?: string;
  ticket?: string;
}

/** Watches over SSE from `url` on; `lastEventId` resumes as a browser does after a break. */
export async function watch(
  url: string,
  auctionId: string,
  lastEventId?: string,
  { cookie, ticket }: SignedIn = {},
): Promise<Watcher> {
  const leaving = new AbortController();
  const ticketed = ticket === undefined ? '' : `&ticket=${ticket}`;
  const response = await fetch(`${url}/events?auctions=${auctionId}${ticketed}`, {
    headers: {
      accept: 'text/event-stream',
      ...(cookie !== undefined && { cookie }),
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
    signal: leaving.signal,
  });
  if (!response.ok || !response.body) throw new Error(`no events: ${response.status}`);
  const seen: SeenEvent[] = [];
  const reading = readEvents(response.body, seen);
  return {
    seen,
    until: (wanted, withinMs) => eventually(() => Promise.resolve(seen.find(wanted)), withinMs),
    lastId: () => seen.findLast(({ id }) => id !== null)?.id ?? '',
    leave: async () => {
      leaving.abort();
      await reading;
    },
  };
}

async function readEvents(body: ReadableStream<Uint8Array>, seen: SeenEvent[]): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) seen.push(...eventOf(block));
    }
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error;
  }
}

// A block of comment lines only is the heartbeat.
function eventOf(block: string): SeenEvent[] {
  const field = (name: string): string | null =>
    new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? null;
  const data = field('data');
  if (data === null) return [];
  const content = JSON.parse(data) as Record<string, unknown>;
  return [{ id: field('id'), event: field('event') ?? 'message', data: content }];
}
