import { createTransport } from 'nodemailer';

const CONNECT_WITHIN_MS = 10_000;
/**
 * How long a mail may take: each answer of the server, and all of it. Servers look into a mail before they
 * say yes, and one that is not waited for has taken it all the same.
 */
export const MAIL_LIMITS = { answerWithinMs: 3 * 60_000, sendWithinMs: 4 * 60_000 };
export type MailLimits = typeof MAIL_LIMITS;

const PORTS: Record<string, number> = { 'smtp:': 25, 'smtps:': 465 };
/** The connection came to nothing, so that no other mail would fare better at the moment. */
const AWAY_CODES = [
  ...['ECONNECTION', 'ETIMEDOUT', 'EDNS', 'ESOCKET', 'EAUTH', 'ENOAUTH', 'ETLS', 'EPROXY'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EABORT'],
];

const ENHANCED_CODE = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/;
/** RFC 3463: 5.1.7 and 5.1.8 are of the sender's address. */
const NO_ADDRESS = /^5\.1\.(?![78]$)/;
const NO_ADDRESS_CODES = [550, 551, 553];

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
 * perhaps later; `in-doubt`: the server was handed all of it and said neither yes nor no; `away`: the server
 * did not get as far as the mail. The fault is a word without anything of the mail in it.
 */
export type Delivery =
  { outcome: 'sent' } | { outcome: 'refused' | 'not-taken' | 'in-doubt' | 'away'; fault: string };

/** Hands mails to a mail server. */
export interface Mailer {
  send(letter: Letter): Promise<Delivery>;
}

interface MailConfig {
  SMTP_URL: string;
  MAIL_FROM: string;
  SMTP_TLS: 'required' | 'tried';
}

/** A mailer for the server and sender that a process's configuration names. */
export function createMailer(config: MailConfig, limits: MailLimits = MAIL_LIMITS): Mailer {
  const domain = /@([^>]+)>?$/.exec(config.MAIL_FROM)?.[1] ?? 'localhost';
  return {
    send: async ({ mailId, recipient, subject, text, html }) => {
      const { transport, isHandedOver } = connectionFor(config, limits);
      // Closes the connection, so that a mail which is late is not sent after all.
      const signal = AbortSignal.timeout(limits.sendWithinMs);
      try {
        await transport.sendMail({
          from: config.MAIL_FROM,
          // As one address, whatever signs of a list it may hold.
          to: { name: '', address: recipient },
          ...{ subject, text, ...(html !== null && { html }) },
          // A mail that has to be sent twice is the same message for whoever receives it.
          messageId: `<${mailId}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal,
        });
        return { outcome: 'sent' };
      } catch (error) {
        return deliveryOf(error, isHandedOver());
      }
    },
  };
}

// One mail, one connection: only so it is known of each how far it came.
function connectionFor({ SMTP_URL, SMTP_TLS }: MailConfig, { answerWithinMs }: MailLimits) {
  let isHandedOver = false;
  const ignore = () => undefined;
  // The one place where nodemailer tells that a mail has been written to its end.
  const info = (entry: unknown) => {
    isHandedOver ||= (entry as { tnx?: string } | null)?.tnx === 'message';
  };
  const transport = createTransport({
    ...serverOf(SMTP_URL),
    requireTLS: SMTP_TLS === 'required',
    connectionTimeout: CONNECT_WITHIN_MS,
    dnsTimeout: CONNECT_WITHIN_MS,
    greetingTimeout: CONNECT_WITHIN_MS,
    socketTimeout: answerWithinMs,
    // What a mail says comes from us alone, never from a file or an address of somebody's.
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: { info, trace: ignore, debug: ignore, warn: ignore, error: ignore, fatal: ignore },
  });
  return { transport, isHandedOver: () => isHandedOver };
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

// The server's own words may hold the address, so only its codes are kept.
function deliveryOf(error: unknown, isHandedOver: boolean): Delivery {
  const { code, responseCode, command, response } = (error ?? {}) as SmtpError;
  const fault = [code ?? 'UNKNOWN', responseCode].filter(Boolean).join(' ');
  if (command === 'RCPT TO' && isNoAddress(responseCode ?? 0, response ?? '')) {
    return { outcome: 'refused', fault };
  }
  if (isHandedOver && responseCode === undefined) return { outcome: 'in-doubt', fault };
  return { outcome: AWAY_CODES.includes(code ?? '') ? 'away' : 'not-taken', fault };
}

// Most refusals at that point are of us or of the moment: a list that we are on, a mailbox that is full.
function isNoAddress(responseCode: number, response: string): boolean {
  const enhanced = ENHANCED_CODE.exec(response)?.[1];
  if (enhanced === undefined) return NO_ADDRESS_CODES.includes(responseCode);
  return responseCode >= 500 && NO_ADDRESS.test(enhanced);
}

interface SmtpError {
  code?: string;
  responseCode?: number;
  command?: string;
  response?: string;
}
