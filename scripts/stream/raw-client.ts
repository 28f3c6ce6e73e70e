import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { EventParser } from './event-parser.ts';
import type { ParsedEvent } from './event-parser.ts';

const HEAD_END = '\r\n\r\n';
const ENDS_WITHIN_MS = 30_000;

/** What came back, as it came. */
export interface RawAnswer {
  text: string;
  status: number;
  /** By name in lower case; what is sent twice is joined with a comma. */
  headers: Record<string, string>;
  body: string;
  events: ParsedEvent[];
  /** What an `EventSource` would find in the body that is no field of a stream. */
  strange: string[];
}

/** A socket that says what it likes, byte by byte, as no HTTP client would. */
export class RawClient {
  text = '';
  isOver = false;
  readonly socket: Socket;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => (this.text += text));
    // A cut is an answer as well.
    socket.on('error', () => undefined);
    socket.once('close', () => (this.isOver = true));
  }

  static async connect(port: number): Promise<RawClient> {
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    await new Promise((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    socket.removeAllListeners('error');
    // Who half closes has not gone: the other side has to end it.
    socket.once('end', () => socket.end());
    return new RawClient(socket);
  }

  say(bytes: string | Buffer): void {
    if (typeof bytes === 'string') this.socket.write(bytes, 'latin1');
    else this.socket.write(bytes);
  }

  get answer(): RawAnswer {
    return readAnswer(this.text);
  }

  /** Waits for a whole refusal, for the first event of a stream, or for the end. */
  async answered(): Promise<RawAnswer> {
    await eventually(
      () => Promise.resolve(this.isOver || isWhole(readAnswer(this.text))),
      ENDS_WITHIN_MS,
    );
    return this.answer;
  }

  async over(): Promise<RawAnswer> {
    await eventually(() => Promise.resolve(this.isOver), ENDS_WITHIN_MS);
    return this.answer;
  }

  leave(): void {
    this.socket.destroy();
  }
}

/** Says it on a connection of its own, and leaves when it is answered. */
export async function exchange(port: number, bytes: string | Buffer): Promise<RawAnswer> {
  const client = await RawClient.connect(port);
  client.say(bytes);
  const answer = await client.answered();
  client.leave();
  return answer;
}

/** A plain GET of that target with more header lines. */
export function getHead(target: string, ...lines: string[]): string {
  return [`GET ${target} HTTP/1.1`, 'Host: window.test', ...lines, '', ''].join('\r\n');
}

function readAnswer(text: string): RawAnswer {
  const end = text.indexOf(HEAD_END);
  const head = end === -1 ? text : text.slice(0, end);
  const body = end === -1 ? '' : text.slice(end + HEAD_END.length);
  const [first = '', ...lines] = head.split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase();
    const value = line.slice(line.indexOf(':') + 1).trim();
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  const events: ParsedEvent[] = [];
  const parser = new EventParser((event) => events.push(event));
  const isStream = headers['content-type']?.startsWith('text/event-stream') ?? false;
  if (isStream) parser.push(body);
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0);
  return { text, status, headers, body, events, strange: parser.strange };
}

function isWhole({ headers, body, events, status }: RawAnswer): boolean {
  if (status === 0) return false;
  const length = headers['content-length'];
  return length === undefined ? events.length > 0 : body.length >= Number(length);
}
