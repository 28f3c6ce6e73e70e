import type { TillTerms } from '@sagopalgo/core/rules/till-terms.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { formatSpan } from './format.ts';

/** How long a winner has to pay, by the terms in force. */
export function payWithinWords({
  payWithinMs,
  payLargeWithinMs,
  largeFromKrw,
}: Pick<TillTerms, 'payWithinMs' | 'payLargeWithinMs' | 'largeFromKrw'>): string {
  const within = `낙찰 후 ${formatSpan(payWithinMs)}`;
  if (payLargeWithinMs === payWithinMs) return within;
  return `${within} (${formatKrw(largeFromKrw)}부터 ${formatSpan(payLargeWithinMs)})`;
}
