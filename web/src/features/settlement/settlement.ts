import type { getMySettlement, PayoutWait } from '@sagopalgo/core/contracts/till.ts';
import type { JournalKind } from '@sagopalgo/core/rules/journals.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import type { z } from 'zod';

export type Settlement = z.output<typeof getMySettlement.reply>;
export type Movement = Settlement['items'][number];
export type DueOrder = Settlement['due'][number];
export type Balances = Pick<Settlement, 'balanceKrw' | 'dueKrw' | 'paidOutKrw'>;

export const MOVEMENT_WORDS: Record<JournalKind, string> = {
  sale: '판매 대금',
  refund: '구매자에게 돌려줌',
  payout: '계좌로 지급',
  stray: '넘어간 주문에 들어온 돈',
  'stray-refund': '넘어간 주문의 돈을 돌려줌',
  loss: '사고팔고가 부담',
};

/** Why money that is confirmed has not gone out yet; null: it is about to. */
export const WAIT_WORDS: Record<PayoutWait, string> = {
  account: '받을 계좌를 기다리고 있어요',
  refund: '구매자에게 돌려줄 돈이 나가면 보내요',
};

/** `+950,000원`, `-950,000원`: which way the balance went. */
export function signedKrw(amountKrw: number): string {
  return amountKrw < 0 ? `-${formatKrw(-amountKrw)}` : `+${formatKrw(amountKrw)}`;
}

/** Of what is owed, the part that waits for 구매확정 or the end of a dispute. */
export function heldKrw({ balanceKrw, dueKrw }: Balances): number {
  return Math.max(0, balanceKrw - dueKrw);
}

/** What keeps the money from going out, and what to do about it; null when nothing does. */
export function obstacleWords({
  balanceKrw,
  dueKrw,
  account,
}: Pick<Settlement, 'balanceKrw' | 'dueKrw' | 'account'>): string | null {
  if (balanceKrw < 0) {
    return `정산한 뒤 환불된 돈이 있어 ${formatKrw(-balanceKrw)}이 모자라요. 다음 판매 대금에서 먼저 채워요.`;
  }
  if (account !== null) return null;
  return dueKrw > 0
    ? `보낼 곳을 몰라 ${formatKrw(dueKrw)}을 보내지 못하고 있어요. 아래에 계좌를 등록해 주세요.`
    : null;
}
