import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream } from 'smtp-server';

const KEPT_MAX = 200;
const BYTES_MAX = 1_000_000;
const CLOSE_WITHIN_MS = 500;

/** A mail as it arrived. */
export interface CaughtMail {
  /** `Message-ID`, which a mail that comes twice has twice. */
  messageId: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  caughtAtMs: number;
}

/** How a mail server may answer other than well. */
export interface BadAnswer {
  code: number;
  words: string;
}

/** A mail server on this machine that delivers nothing and keeps what it is handed. */
export interface MailCatcher {
  url: string;
  port: number;
  /** The last ones, oldest first. */
  mails: CaughtMail[];
  /** Answers to recipients, by address; everybody else is taken. */
  recipients: Map<string, BadAnswer>;
  /** Called with each mail before it is taken; what it throws is the server's answer. */
  onMail: (mail: CaughtMail) => Promise<void> | void;
  /** How many are connected now. */
  connections(): number;
  stop(): Promise<void>;
}

/** Starts a mail catcher on `port`, or on a free one. Speaks SMTP as it is, without TLS or accounts. */
export async function startMailCatcher({
  host = '127.0.0.1',
  port = 0,
  keptMax = KEPT_MAX,
}: { host?: string; port?: number; keptMax?: number } = {}): Promise<MailCatcher> {
  const mails: CaughtMail[] = [];
  const recipients = new Map<string, BadAnswer>();
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    logger: false,
    disableReverseLookup: true,
    size: BYTES_MAX,
    closeTimeout: CLOSE_WITHIN_MS,
    onRcptTo: ({ address }, _session, done) => {
      const bad = recipients.get(address);
      done(bad ? answerOf(bad) : null);
    },
    onData: (stream, { envelope }, done) => {
      const to = envelope.rcptTo.map(({ address }) => address);
      const take = async (): Promise<void> => {
        const mail = await readMail(stream, to);
        await catcher.onMail(mail);
        mails.push(mail);
        mails.splice(0, mails.length - keptMax);
      };
      void answer(take(), done);
    },
  });
  // Whoever hangs up in the middle is no concern of the others.
  server.on('error', () => undefined);
  await listening(server, host, port);
  const address = server.server.address() as AddressInfo;
  const catcher: MailCatcher = {
    ...{ mails, recipients, port: address.port },
    url: `smtp://${host}:${address.port}`,
    onMail: () => undefined,
    connections: () => server.connections.size,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return catcher;
}

/** An answer that a mail server gives in place of a yes. */
export function answerOf({ code, words }: BadAnswer): Error {
  return Object.assign(new Error(words), { responseCode: code });
}

async function answer(work: Promise<void>, done: (error?: Error | null) => void): Promise<void> {
  let fault: Error | null = null;
  try {
    await work;
  } catch (error) {
    fault = error instanceof Error ? error : new Error(String(error));
  }
  done(fault);
}

async function readMail(stream: SMTPServerDataStream, to: string[]): Promise<CaughtMail> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  if (stream.sizeExceeded) throw answerOf({ code: 552, words: 'too large' });
  const { messageId, from, subject, text, html } = await PostalMime.parse(Buffer.concat(pieces));
  return {
    ...{ messageId: messageId ?? '', from: from?.address ?? '', to },
    ...{ subject: subject ?? '', text: text ?? '', html: html ?? '' },
    caughtAtMs: Date.now(),
  };
}

function listening(server: SMTPServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, () => {
      server.server.off('error', reject);
      resolve();
    });
  });
}
