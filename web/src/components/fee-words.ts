import { shareKrw } from '@sagopalgo/core/rules/till-terms.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { formatRate } from '../lib/format.ts';

/** For the example as long as no price is typed. */
const EXAMPLE_KRW = 1_000_000;

/** The rates that count for a listing, in hundredths of a percent. */
export interface ListingRates {
  feeBp: number;
  premiumBp: number;
}

/** What is kept of the price and what comes on top, with an example at the start prices. */
export function feeWords(
  { feeBp, premiumBp }: ListingRates,
  startsKrw: readonly number[],
): string[] {
  const pricesKrw = startsKrw.length === 0 ? [EXAMPLE_KRW] : startsKrw;
  const name = ['예를 들어', '시작가'][startsKrw.length] ?? '시작가 합계';
  const priced = { pricesKrw, price: `${name} ${formatKrw(sum(pricesKrw))}` };
  return [
    feeBp === 0 ? '판매 수수료는 없어요. 낙찰 금액을 그대로 받아요.' : feeSentence(priced, feeBp),
    ...(premiumBp === 0 ? [] : [premiumSentence(priced, premiumBp)]),
  ];
}

interface Priced {
  pricesKrw: readonly number[];
  price: string;
}

function feeSentence({ pricesKrw, price }: Priced, feeBp: number): string {
  const feeKrw = sharesKrw(pricesKrw, feeBp);
  const gotKrw = sum(pricesKrw) - feeKrw;
  const example = `${price}에 팔리면 ${formatKrw(feeKrw)}을 빼고 ${formatKrw(gotKrw)}을 받아요.`;
  return `낙찰 금액에서 판매 수수료 ${formatRate(feeBp)}를 빼요. ${example}`;
}

function premiumSentence({ pricesKrw, price }: Priced, premiumBp: number): string {
  const totalKrw = sum(pricesKrw) + sharesKrw(pricesKrw, premiumBp);
  const example = `${price}에 낙찰되면 ${formatKrw(totalKrw)}을 결제해요.`;
  return `사는 분은 구매 수수료 ${formatRate(premiumBp)}를 더해 내요. ${example}`;
}

// Of each price by itself, as it will be kept.
function sharesKrw(pricesKrw: readonly number[], rateBp: number): number {
  return sum(pricesKrw.map((priceKrw) => shareKrw(priceKrw, rateBp)));
}

function sum(amountsKrw: readonly number[]): number {
  return amountsKrw.reduce((total, amountKrw) => total + amountKrw, 0);
}
