import { connect } from 'node:net';

const READ_BYTES = 16 * 1024;
const ANSWER_MAX_CHARS = 256 * 1024;
const ANSWER_WITHIN_MS = 10_000;
const STATUS_AT = 9;
const LENGTH = /\r\ncontent-length: (\d+)\r\n/i;
const HEAD_END = '\r\n\r\n';

/** One HTTP/1.1 connection that is kept open, with one request under way at a time. */
export interface Lane {
  /** Sends a whole request, head and body; the lane's `answered` hears what comes back. */
  send(request: string): void;
  close(): void;
}

/** Who hears what a lane brings. Characters are bytes (latin1). */
export interface LaneEars {
  answered: (status: number, body: string) => void;
  /** A broken connection, an answer without a length or a large one, or none within 10 s. */
  failed: (error: Error) => void;
}

/**
 * Opens a connection to a server on this machine. It reads into one buffer for its whole life and
 * parses no more than a load test looks at: what the client takes of the processor, it takes from the
 * servers.
 */
export function openLane(port: number, { answered, failed }: LaneEars): Lane {
  let pending = '';
  let closed = false;
  const read = (bytes: number, buffer: Uint8Array): boolean => {
    pending += (buffer as Buffer).toString('latin1', 0, bytes);
    const bodyAt = wholeAnswerAt(pending);
    if (bodyAt !== null) {
      const answer = pending;
      pending = '';
      answered(Number(answer.slice(STATUS_AT, STATUS_AT + 3)), answer.slice(bodyAt));
    } else if (pending.length > ANSWER_MAX_CHARS) fail(new Error('an answer without an end'));
    return !closed;
  };
  const onread = { buffer: Buffer.allocUnsafe(READ_BYTES), callback: read };
  const socket = connect({ host: '127.0.0.1', port, noDelay: true, onread });
  const fail = (error: Error): void => {
    if (closed) return;
    close();
    failed(error);
  };
  const close = (): void => {
    closed = true;
    socket.destroy();
  };
  socket.setTimeout(ANSWER_WITHIN_MS, () => fail(new Error('no answer within 10 s')));
  socket.on('error', fail);
  socket.once('close', () => fail(new Error('the server closed a connection in use')));
  return { send: (request) => void socket.write(request, 'latin1'), close };
}

// Where the body begins, or null while some of it has not come.
function wholeAnswerAt(text: string): number | null {
  const headEnd = text.indexOf(HEAD_END);
  if (headEnd === -1) return null;
  const length = LENGTH.exec(text)?.[1];
  if (length === undefined) throw new Error(`an answer without a length: ${text}`);
  const bodyAt = headEnd + HEAD_END.length;
  return text.length >= bodyAt + Number(length) ? bodyAt : null;
}
