import { z } from 'zod';

/** Where the local start's mail catcher is when nothing else is said. */
const LOCAL_SMTP_URL = 'smtp://127.0.0.1:1025';
const LOCAL_FROM = '사고팔고 <no-reply@sagopalgo.test>';

/** `name@host`, or a name with that in angle brackets; one line. */
const FROM = /^(?:[^<>\r\n]+ )?<[^<>@\s]+@[^<>@\s]+>$|^[^<>@\s]+@[^<>@\s]+$/;

const urlSchema = z
  .url({ protocol: /^smtps?$/, error: 'a mail server, such as smtps://user:password@host' })
  .refine((url) => new URL(url).hostname !== '', 'a mail server with its host');
const fromSchema = z.string().regex(FROM, 'a sender, such as 사고팔고 <no-reply@sagopalgo.kr>');
const tlsSchema = z.enum(['required', 'tried']);

/**
 * What a process that sends mails is told. Only the local start has a mail server that can be guessed; and
 * only there mails may go through the net unencrypted, as their links are as good as a password.
 */
export function mailShape(env: Readonly<Record<string, string | undefined>>) {
  const isLocal = env['DEPLOYMENT'] === 'local';
  return {
    SMTP_URL: isLocal ? urlSchema.default(LOCAL_SMTP_URL) : urlSchema,
    MAIL_FROM: isLocal ? fromSchema.default(LOCAL_FROM) : fromSchema,
    SMTP_TLS: tlsSchema.default(isLocal ? 'tried' : 'required'),
  };
}
