import type { listMySales } from '@sagopalgo/core/contracts/orders.ts';
import type { AuctionState } from '@sagopalgo/core/rules/auction-states.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { shareKrw } from '@sagopalgo/core/rules/till-terms.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import type { z } from 'zod';

/** An auction of one's own, with the order of it if it was sold. */
export type Sale = z.output<typeof listMySales.reply>['items'][number];

/** What a seller does next about a sale, or waits for. */
export interface SaleNext {
  words: string;
  /** Whether it is the seller's turn, or somebody else's. */
  turn: 'mine' | 'others';
}

/** The next step of a sale in words; null while nothing is sold and nothing is over. */
export function saleNext(sale: Sale, state: AuctionState): SaleNext | null {
  const { orderState, isRelistable } = sale;
  const turn = orderState === 'paid' || isRelistable ? 'mine' : 'others';
  if (state === 'unsold') return { words: `팔리지 않았어요.${againWords(sale)}`, turn };
  return orderState === undefined ? null : { words: wordsOf(sale, orderState), turn };
}

function wordsOf(sale: Sale, orderState: OrderState): string {
  switch (orderState) {
    case 'awaiting_payment':
      return '구매자의 결제를 기다리고 있어요. 아직 보내지 마세요.';
    case 'paying':
      return '구매자의 결제를 확인하고 있어요. 아직 보내지 마세요.';
    case 'awaiting_deposit':
      return '구매자의 입금을 기다리고 있어요. 아직 보내지 마세요.';
    case 'paid':
      return '결제됐어요. 물건을 보내고 송장 번호를 알려 주세요.';
    case 'shipped':
      return `물건이 가고 있어요. 구매확정되면 ${proceedsOf(sale)}을 정산해 드려요.`;
    case 'delivered':
      return `물건이 도착했어요. 구매확정되면 ${proceedsOf(sale)}을 정산해 드려요.`;
    case 'received':
      return '구매확정됐어요. 판매 대금이 나가는 때는 내 정산에서 볼 수 있어요.';
    case 'paid_out':
      return '정산까지 끝났어요.';
    case 'expired':
      return defaultedWords(sale);
    case 'cancelled':
      return `주문이 취소됐어요. 물건은 보내지 마세요.${againWords(sale)}`;
    case 'refunded':
      return '주문이 취소돼 구매자에게 모두 돌려줬어요.';
    case 'disputed':
      return '분쟁을 살펴보고 있어요. 끝날 때까지 정산을 멈춰요.';
    default:
      throw new Error(`no words for ${String(orderState satisfies never)}`);
  }
}

function defaultedWords(sale: Sale): string {
  const { isRelistable, relistedAs } = sale;
  const isPassedOn = !isRelistable && relistedAs === null;
  const next = isPassedOn ? ' 다음 입찰자에게 물어보고 있어요.' : againWords(sale);
  return `구매자가 결제하지 않았어요.${next}`;
}

function againWords({ isRelistable, relistedAs }: Sale): string {
  if (relistedAs !== null) return ' 다시 올렸어요.';
  return isRelistable ? ' 다른 날 다시 올릴 수 있어요.' : '';
}

/** What the seller gets of the price. */
function proceedsOf({ amountKrw = 0, own }: Sale): string {
  return formatKrw(amountKrw - shareKrw(amountKrw, own?.feeBp ?? 0));
}
