import { connect } from 'node:net';

const ANSWERS_WITHIN_MS = 30_000;
const POLL_MS = 5;
const STATUS = /HTTP\/1\.1 (\d{3})/g;

/** A connection by which events are given to a server. */
export interface Sender {
  /** Sends at once, without waiting for the answer to what was sent before. */
  send: (body: string) => void;
  /** How many were taken so far. */
  taken: () => number;
  /** Resolves when all were taken; throws when one was refused or not answered in time. */
  flush: () => Promise<void>;
  close: () => void;
}

/** Opens a connection that posts one event after the other to `path`. */
export function openSender(port: number, path: string, headers: readonly string[] = []): Sender {
  let sent = 0;
  let answered = 0;
  let fault: Error | null = null;
  let tail = '';
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  socket.setEncoding('latin1');
  socket.on('error', (error) => (fault ??= error));
  socket.on('data', (text) => {
    const heard = tail + String(text);
    let end = 0;
    for (const found of heard.matchAll(STATUS)) {
      answered += 1;
      end = found.index + found[0].length;
      if (!found[1]?.startsWith('2')) fault ??= new Error(`an event was answered ${found[1]}`);
    }
    // A status may be cut in two by the network; what was counted must not be counted again.
    tail = heard.slice(Math.max(end, heard.length - 11));
  });
  const head = [`POST ${path} HTTP/1.1`, 'host: 127.0.0.1', ...headers].join('\r\n');
  return {
    send: (body) => {
      sent += 1;
      const length = Buffer.byteLength(body);
      socket.write(
        `${head}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`,
      );
    },
    taken: () => answered,
    flush: async () => {
      const deadlineMs = Date.now() + ANSWERS_WITHIN_MS;
      for (;;) {
        if (fault !== null) throw fault;
        const open = sent - answered;
        if (open === 0) return;
        if (Date.now() > deadlineMs) throw new Error(`${open} events were not taken`);
        await new Promise((resolve) => {
          setTimeout(resolve, POLL_MS);
        });
      }
    },
    close: () => void socket.destroy(),
  };
}
