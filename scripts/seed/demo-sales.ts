import type { RatingSide } from '@sagopalgo/core/rules/reporting.ts';
import type { DemoStep } from './demo-orders.ts';

const PAID: DemoStep[] = [
  {
    ...{ move: 'begin-payment', afterHours: 2, actor: 'buyer' },
    reason: '토스페이먼츠에서 인증을 마치고 돌아왔어요.',
  },
  { move: 'pay', afterHours: 2, actor: 'system' },
];
const SHIPPED: DemoStep[] = [
  ...PAID,
  { move: 'ship', afterHours: 20, actor: 'seller', reason: '발송: CJ대한통운 123456789012' },
];
const DELIVERED: DemoStep[] = [
  ...SHIPPED,
  {
    ...{ move: 'deliver', afterHours: 44, actor: 'buyer' },
    reason: '구매자가 물건이 도착했다고 알려 줬어요.',
  },
];
const RECEIVED: DemoStep[] = [
  ...DELIVERED,
  {
    ...{ move: 'receive', afterHours: 50, actor: 'buyer' },
    reason: '구매자가 물건을 확인하고 구매를 확정했어요.',
  },
];

/** A sale of an earlier day; buyer and seller by their numbers. */
export interface DemoSale {
  soldDaysAgo: number;
  seller: number;
  buyer: number;
  steps: readonly DemoStep[];
  ratings?: readonly DemoRating[];
}

/** What one of the parties says of the other once the thing has come. */
export interface DemoRating {
  by: RatingSide;
  stars: number;
  text: string;
}

/** So long after the closing it is said, when the parties have had what they were promised. */
export const RATED_AFTER_HOURS = 60;

/** The only sellers that have said where their money goes: the others see why it waits. */
export const SELLERS_WITH_ACCOUNT: readonly number[] = [1, 3];

/**
 * Earlier sales, so that a visitor finds an order in every state that does not pass within minutes. Two
 * days ago and more: what was sold since then is for the last sale and its payment.
 */
export const DEMO_SALES: readonly DemoSale[] = [
  { soldDaysAgo: 2, seller: 1, buyer: 3, steps: PAID },
  { soldDaysAgo: 2, seller: 2, buyer: 1, steps: SHIPPED },
  { soldDaysAgo: 3, seller: 3, buyer: 2, steps: DELIVERED },
  {
    ...{ soldDaysAgo: 3, seller: 2, buyer: 1, steps: RECEIVED },
    ratings: [{ by: 'seller', stars: 5, text: '결제도 구매확정도 빨랐어요.' }],
  },
  {
    ...{ soldDaysAgo: 4, seller: 1, buyer: 2 },
    steps: [...RECEIVED, { move: 'pay-out', afterHours: 51, actor: 'system' }],
    ratings: [
      { by: 'buyer', stars: 5, text: '설명과 똑같고 포장이 꼼꼼했어요. 또 사고 싶어요.' },
      { by: 'seller', stars: 5, text: '믿고 거래했어요.' },
    ],
  },
  {
    ...{ soldDaysAgo: 6, seller: 1, buyer: 5, steps: RECEIVED },
    ratings: [
      { by: 'buyer', stars: 4, text: '하루 늦게 왔지만 물건은 좋아요.' },
      { by: 'seller', stars: 5, text: '' },
    ],
  },
  {
    ...{ soldDaysAgo: 4, seller: 4, buyer: 3 },
    steps: [
      ...DELIVERED,
      { move: 'dispute', afterHours: 60, actor: 'buyer', reason: '사진에 없던 금이 가 있어요.' },
    ],
  },
  {
    ...{ soldDaysAgo: 5, seller: 5, buyer: 1 },
    steps: [
      ...PAID,
      {
        move: 'cancel',
        afterHours: 24,
        actor: 'operator',
        reason: '판매자가 보낼 수 없다고 했어요.',
      },
      { move: 'refund', afterHours: 24, actor: 'system' },
    ],
  },
  {
    ...{ soldDaysAgo: 5, seller: 3, buyer: 6 },
    steps: [
      {
        ...{ move: 'expire', afterHours: 48, actor: 'system' },
        reason: '결제 기한까지 결제되지 않았어요.',
      },
    ],
  },
];
