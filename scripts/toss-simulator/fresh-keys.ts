import { randomBytes, randomInt } from 'node:crypto';
import { kstDigits } from './korean-time.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Shaped like Toss's; nobody should read anything out of one. */
export function newPaymentKey(atMs: number): string {
  return `tsims${kstDigits(atMs)}${someOf(LETTERS, 5)}`;
}

export function newTransactionKey(): string {
  return `txrd_sim_${randomBytes(16).toString('hex')}`;
}

export function newTransmissionId(): string {
  return `whtrans_sim_${randomBytes(16).toString('hex')}`;
}

/** What a DEPOSIT_CALLBACK is told apart from a forged one by. */
export function newSecret(): string {
  return `ps_${someOf(LETTERS, 28)}`;
}

export function newTraceId(): string {
  return randomBytes(16).toString('hex');
}

export function newCheckoutId(): string {
  return randomBytes(16).toString('hex');
}

/** Test accounts of Toss begin with an X, so that nobody sends money to one. */
export function newAccountNumber(): string {
  return `X${someOf('0123456789', 13)}`;
}

function someOf(letters: string, count: number): string {
  return Array.from({ length: count }, () => letters[randomInt(letters.length)]).join('');
}
