import { createHmac } from 'node:crypto';

/** What AWS has in the place of a request's day, service, end and message: a password is good on any day. */
const SIGNED = { day: '11111111', service: 'ses', end: 'aws4_request', message: 'SendRawEmail' };
const VERSION = 4;

/**
 * The password at the mail server of Amazon SES in a region for whoever has this secret access key, by the rule that
 * AWS publishes ("Obtaining Amazon SES SMTP credentials by converting existing AWS credentials").
 */
export function smtpPassword(secretAccessKey: string, region: string): string {
  const { day, service, end, message } = SIGNED;
  const signature = [day, region, service, end, message].reduce(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  return Buffer.concat([Buffer.from([VERSION]), signature]).toString('base64');
}
