import { createTransport } from 'nodemailer';

const CONNECT_WITHIN_MS = 10_000;
const ANSWER_WITHIN_MS = 20_000;
/** Far less than a mail is kept from other senders. */
const SEND_WITHIN_MS = 60_000;

const PORTS: Record<string, number> = { 'smtp:': 25, 'smtps:': 465 };
/** The connection came to nothing, so that no other mail would fare better at the moment. */
const AWAY_CODES = [
  ...['ECONNECTION', 'ETIMEDOUT', 'EDNS', 'ESOCKET', 'EAUTH', 'ENOAUTH', 'ETLS', 'EPROXY'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE'],
];

/** A mail as a mail server is handed it. */
export interface Letter {
  mailId: string;
  recipient: string;
  subject: string;
  text: string;
  html: string | null;
}

/**
 * What became of it. `refused`: there is no such address, and asking again would not help; `not-taken`:
 * perhaps later; `away`: the server did not get as far as the mail. The fault is a word without anything
 * of the mail in it.
 */
export type Delivery =
  { outcome: 'sent' } | { outcome: 'refused' | 'not-taken' | 'away'; fault: string };

/** Hands mails to a mail server. */
export interface Mailer {
  send(letter: Letter): Promise<Delivery>;
}

/** A mailer for the server and sender that a process's configuration names. */
export function createMailer(config: {
  SMTP_URL: string;
  MAIL_FROM: string;
  SMTP_TLS: 'required' | 'tried';
}): Mailer {
  const transport = createTransport({
    ...serverOf(config.SMTP_URL),
    requireTLS: config.SMTP_TLS === 'required',
    connectionTimeout: CONNECT_WITHIN_MS,
    dnsTimeout: CONNECT_WITHIN_MS,
    greetingTimeout: CONNECT_WITHIN_MS,
    socketTimeout: ANSWER_WITHIN_MS,
    // What a mail says comes from us alone, never from a file or an address of somebody's.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^>]+)>?$/.exec(config.MAIL_FROM)?.[1] ?? 'localhost';
  const post = async ({ mailId, recipient, subject, text, html }: Letter): Promise<void> => {
    await transport.sendMail({
      from: config.MAIL_FROM,
      // As one address, whatever signs of a list it may hold.
      to: { name: '', address: recipient },
      ...{ subject, text, ...(html !== null && { html }) },
      // A mail that has to be sent twice is the same message for whoever receives it.
      messageId: `<${mailId}@${domain}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  };
  return {
    send: async (letter) => {
      try {
        await within(SEND_WITHIN_MS, post(letter));
        return { outcome: 'sent' };
      } catch (error) {
        return deliveryOf(error);
      }
    },
  };
}

function serverOf(smtpUrl: string) {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? PORTS[protocol] : Number(port),
    secure: protocol === 'smtps:',
    ...(username !== '' && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
  };
}

async function within<Result>(limitMs: number, work: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(Object.assign(new Error('too slow'), { code: 'ETIMEDOUT' }));
  }, limitMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

// The server's own words may hold the address, so only its codes are kept.
function deliveryOf(error: unknown): Delivery {
  const { code, responseCode, command } = (error ?? {}) as {
    code?: string;
    responseCode?: number;
    command?: string;
  };
  const fault = [code ?? 'UNKNOWN', responseCode].filter(Boolean).join(' ');
  if (command === 'RCPT TO' && responseCode !== undefined && responseCode >= 500) {
    return { outcome: 'refused', fault };
  }
  return { outcome: AWAY_CODES.includes(code ?? '') ? 'away' : 'not-taken', fault };
}
