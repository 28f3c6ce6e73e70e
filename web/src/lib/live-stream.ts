import { FrameReader } from './live-frames.ts';

const RETRY_AFTER_MAX_MS = 60_000;
const STATUS_BAD_REQUEST = 400;

/** How a stream ended, with what the server said of coming back. */
export interface StreamEnd {
  /** What a refusal's Retry-After asked for; it must be waited for. */
  retryAfterMs: number | null;
  /** The hint of a stream that was ended in order. */
  hintMs: number | null;
  /** It cannot be had as it was asked for, however often it is asked. */
  isRefused?: true;
}

export interface StreamHandlers {
  onOpen: () => void;
  /** Any byte at all, heartbeats among them: the server is there. */
  onSign: () => void;
  onEvent: (type: string, text: string) => void;
  /** The last thing that is heard, unless the stream was closed from here. */
  onEnd: (end: StreamEnd) => void;
}

/** Opens a stream; returns how to close it, after which nothing more is heard of it. */
export type OpenStream = (url: string, handlers: StreamHandlers) => () => void;

/**
 * Reads an event stream by `fetch`: unlike an EventSource it shows the heartbeats and a refusal's
 * Retry-After, and never connects again by itself.
 */
export const openStream: OpenStream = (url, handlers) => {
  const closing = new AbortController();
  const { signal } = closing;
  void follow(url, handlers, signal);
  return () => closing.abort();
};

async function follow(url: string, handlers: StreamHandlers, signal: AbortSignal): Promise<void> {
  const end = await read(url, handlers, signal);
  if (!signal.aborted) handlers.onEnd(end);
}

async function read(
  url: string,
  handlers: StreamHandlers,
  signal: AbortSignal,
): Promise<StreamEnd> {
  try {
    const answer = await fetch(url, {
      signal,
      cache: 'no-store',
      credentials: 'same-origin',
      headers: { accept: 'text/event-stream' },
    });
    const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream');
    if (!answer.ok || !isStream || !answer.body) {
      await answer.body?.cancel();
      const isRefused = answer.status === STATUS_BAD_REQUEST;
      const end = { retryAfterMs: retryAfterMs(answer), hintMs: null };
      return isRefused ? { ...end, isRefused } : end;
    }
    if (!signal.aborted) handlers.onOpen();
    return { retryAfterMs: null, hintMs: await readBody(answer.body, handlers, signal) };
  } catch {
    // No answer, a connection cut off, or what is no event stream: all the same to whoever waits.
    return { retryAfterMs: null, hintMs: null };
  }
}

async function readBody(
  body: ReadableStream<Uint8Array>,
  { onSign, onEvent }: StreamHandlers,
  signal: AbortSignal,
): Promise<number | null> {
  let hintMs: number | null = null;
  const frames = new FrameReader({
    onEvent: (type, text) => {
      if (!signal.aborted) onEvent(type, text);
    },
    onRetry: (delayMs) => {
      hintMs = delayMs;
    },
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  // Bounded by the stream, which the server ends, the watchdog or the page.
  for (;;) {
    const { done, value } = await reader.read();
    if (done || signal.aborted) return hintMs;
    onSign();
    frames.push(decoder.decode(value, { stream: true }));
  }
}

function retryAfterMs({ headers }: Response): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return seconds >= 0 ? Math.min(seconds * 1000, RETRY_AFTER_MAX_MS) : null;
}
