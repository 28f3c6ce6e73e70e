import type { PartPlan } from './part.ts';

/** A mail server to send by. What is not said is as everywhere on a local start. */
export interface MailServer {
  smtpUrl: string;
  from?: string;
  tls?: string;
}

/** The mail server that the environment names, or null for the catcher. */
export function realMail(env: Readonly<Record<string, string | undefined>>): MailServer | null {
  const smtpUrl = env['SMTP_URL'] || '';
  if (smtpUrl === '') return null;
  return { smtpUrl, from: env['MAIL_FROM'] || '', tls: env['SMTP_TLS'] || '' };
}

/** How the mail catcher is started. */
export function catcherPlan(): Omit<PartPlan, 'logFile'> {
  return {
    name: 'mail',
    file: 'scripts/local/mail-part.ts',
    env: {},
    ports: ['SMTP_PORT', 'MAIL_DESK_PORT'],
  };
}

/** What those are told that send mails. */
export function mailEnv({ smtpUrl, from = '', tls = '' }: MailServer): Record<string, string> {
  return { SMTP_URL: smtpUrl, MAIL_FROM: from, SMTP_TLS: tls };
}
