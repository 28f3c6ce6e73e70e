import { CHARGE_MAX_KRW } from '@sagopalgo/core/rules/payable.ts';
import { shareKrw } from '@sagopalgo/core/rules/till-terms.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { formatRate } from '../../lib/format.ts';

/** What is paid in the end for a price: with the buyer's premium, where there is one. */
export function totalKrw(amountKrw: number, premiumBp: number): number {
  return amountKrw + shareKrw(amountKrw, premiumBp);
}

/**
 * Said before a bid that may come to more than can be paid, which counts against whoever then does not; null below
 * that.
 */
export function unpayableWords(amountKrw: number, premiumBp: number): string | null {
  if (totalKrw(amountKrw, premiumBp) <= CHARGE_MAX_KRW) return null;
  return '10억 원이 넘으면 온라인으로 결제할 수 없고, 결제하지 못한 낙찰은 미결제로 남아요.';
}

/** `구매 수수료 5%를`, as the object of a sentence. */
export function premiumWords(premiumBp: number): string {
  return `구매 수수료 ${formatRate(premiumBp)}를`;
}

/** What a secret maximum comes to in the end: the last price, and at the most so much. */
export function mostWords(maxKrw: number, premiumBp: number): string {
  if (premiumBp === 0) return '낙찰되면 한도가 아니라 마지막 현재가만 결제해요.';
  const most = formatKrw(totalKrw(maxKrw, premiumBp));
  return `낙찰되면 한도가 아니라 마지막 현재가에 ${premiumWords(premiumBp)} 더해 결제해요. 많아야 ${most}이에요.`;
}
