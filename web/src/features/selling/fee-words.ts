import { shareKrw } from '@sagopalgo/core/rules/till-terms.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { formatRate } from '../../lib/format.ts';

/** For the example as long as no price is typed. */
const EXAMPLE_KRW = 1_000_000;

/** The rates that count for a listing, in hundredths of a percent. */
export interface ListingRates {
  feeBp: number;
  premiumBp: number;
}

/** What is kept of the price and what comes on top, with an example at the start price. */
export function feeWords({ feeBp, premiumBp }: ListingRates, startKrw: number | null): string[] {
  const priceKrw = startKrw || EXAMPLE_KRW;
  const price = `${startKrw ? '시작가' : '예를 들어'} ${formatKrw(priceKrw)}`;
  return [
    feeBp === 0
      ? '판매 수수료는 없어요. 낙찰 금액을 그대로 받아요.'
      : feeSentence(price, priceKrw, feeBp),
    ...(premiumBp === 0 ? [] : [premiumSentence(price, priceKrw, premiumBp)]),
  ];
}

function feeSentence(price: string, priceKrw: number, feeBp: number): string {
  const feeKrw = shareKrw(priceKrw, feeBp);
  const example = `${price}에 팔리면 ${formatKrw(feeKrw)}을 빼고 ${formatKrw(priceKrw - feeKrw)}을 받아요.`;
  return `낙찰 금액에서 판매 수수료 ${formatRate(feeBp)}를 빼요. ${example}`;
}

function premiumSentence(price: string, priceKrw: number, premiumBp: number): string {
  const totalKrw = priceKrw + shareKrw(priceKrw, premiumBp);
  const example = `${price}에 낙찰되면 ${formatKrw(totalKrw)}을 결제해요.`;
  return `사는 분은 구매 수수료 ${formatRate(premiumBp)}를 더해 내요. ${example}`;
}
