import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { endDispute } from '@sagopalgo/core/contracts/orders.ts';
import { formatKrw, krwInWords } from '@sagopalgo/core/rules/won.ts';
import type { z } from 'zod';

/** How a dispute ends: everything back, a part, or nothing. */
export const OUTCOMES = ['refund', 'partial', 'release'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** An end of a dispute as it stands in the form; nothing chosen is null. */
export interface DisputeDraft {
  outcome: Outcome | null;
  refundKrw: number | null;
  reason: string;
}

export type Ending = z.output<typeof endDispute.body>;
export type DisputeFaults = Partial<Record<keyof DisputeDraft, string>>;

export const EMPTY_DISPUTE: DisputeDraft = { outcome: null, refundKrw: null, reason: '' };

/** What of an order's payment has neither gone back nor is on its way. */
export function leftOf({ totalKrw, refunds }: Pick<Order, 'totalKrw' | 'refunds'>): number {
  return refunds
    .filter(({ isStray, state }) => state !== 'refused' && !isStray)
    .reduce((leftKrw, { amountKrw }) => leftKrw - amountKrw, totalKrw);
}

/** The end, or what is missing and wrong; `leftKrw` is what can go back at most. */
export function checkDispute(
  draft: DisputeDraft,
  leftKrw: number,
): { ending: Ending; faults?: never } | { ending?: never; faults: DisputeFaults } {
  const { outcome, refundKrw, reason } = draft;
  const faults: DisputeFaults = {
    ...(outcome === null && { outcome: '어떻게 끝낼지 골라 주세요.' }),
    ...(outcome === 'partial' && partFaults(refundKrw, leftKrw)),
    ...(reason.trim() === '' && { reason: '이유를 적어 주세요.' }),
  };
  if (Object.keys(faults).length > 0) return { faults };
  const checked = endDispute.body.safeParse({
    ...{ outcome, reason },
    ...(outcome === 'partial' && { refundKrw }),
  });
  if (checked.success) return { ending: checked.data };
  return { faults: { reason: checked.error.issues[0]?.message ?? '' } };
}

/** What is asked before a dispute ends, with the amount in figures and in words. */
export function endingQuestion(
  ending: Ending,
  leftKrw: number,
): { title: string; meaning: string[]; yes: string } {
  if (ending.outcome === 'release') {
    return {
      title: '구매자에게 돌려주지 않고 끝낼까요?',
      meaning: ['구매확정이 되고, 판매 대금이 판매자에게 나가요.'],
      yes: '네, 판매 대금을 보낼게요',
    };
  }
  const refundKrw = ending.outcome === 'refund' ? leftKrw : ending.refundKrw;
  const amount = formatKrw(refundKrw);
  const rest =
    ending.outcome === 'refund'
      ? '남은 결제 금액을 모두 돌려주고 주문을 취소해요. 판매자는 받는 돈이 없어요.'
      : `남은 ${formatKrw(leftKrw - refundKrw)}은 구매확정이 되고, 수수료를 빼고 판매자에게 나가요.`;
  return {
    title: `구매자에게 ${amount}을 돌려줄까요?`,
    meaning: [krwInWords(refundKrw), rest],
    yes: `네, ${amount} 돌려줄게요`,
  };
}

function partFaults(refundKrw: number | null, leftKrw: number): DisputeFaults {
  if (!refundKrw) return { refundKrw: '돌려줄 금액을 1원 이상으로 적어 주세요.' };
  if (refundKrw < leftKrw) return {};
  return {
    refundKrw: `돌려줄 수 있는 ${formatKrw(leftKrw)}보다 적어야 해요. 전부라면 전액 환불을 골라 주세요.`,
  };
}
