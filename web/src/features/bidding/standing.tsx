import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { AuctionState } from '@sagopalgo/core/rules/auction-states.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { payByMs } from '@sagopalgo/core/rules/till-terms.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { ORDER_WORDS } from '../../components/order-words.ts';
import { Strip } from '../../components/strip.tsx';
import { formatMoment } from '../../lib/format.ts';
import { ownMaxLabel, standingOf } from '../../lib/shown-auction.ts';
import { useTerms } from '../../lib/use-terms.ts';

/** The order of whoever won, as far as the auction's page tells of it. */
export interface WonOrder {
  orderId: string;
  orderState: OrderState;
  totalKrw: number;
  payByMs: number;
}

interface StandingProps {
  auction: Auction;
  state: AuctionState;
  testId: string;
  order?: WonOrder | undefined;
}

/** One strip that says where you stand, read out when it changes, and what your maximum does. */
export function Standing(props: StandingProps) {
  return (
    <>
      <div aria-live="polite">
        <StandingStrip {...props} />
      </div>
      <MaximumNote {...props} />
    </>
  );
}

function StandingStrip({ auction, state, testId, order }: StandingProps) {
  const standing = standingOf(auction, state);
  const own = auction.me && (
    <>
      {ownMaxLabel(auction.me.ownMaxKrw, auction.priceKrw)} {formatKrw(auction.me.ownMaxKrw)}
    </>
  );
  switch (standing) {
    case 'leading':
      return (
        <Strip mood="lead" aside={own} testId={testId}>
          최고 입찰 중이에요
        </Strip>
      );
    case 'outbid':
      return (
        <Strip mood="out" aside={own} testId={testId}>
          {outbidWords(auction)}
        </Strip>
      );
    case 'won':
      return (
        <Strip mood="lead" testId={testId}>
          <Won auction={auction} order={order} />
        </Strip>
      );
    case 'lost':
      return (
        <Strip aside={own} testId={testId}>
          이번에는 낙찰받지 못했어요
        </Strip>
      );
    default:
      return null;
  }
}

/** Until when to pay, by the terms of now as long as there is no order; once paid, how the order stands. */
function Won({ auction, order }: Pick<StandingProps, 'auction' | 'order'>) {
  const { data: terms } = useTerms();
  if (order && order.orderState !== 'awaiting_payment') {
    return `낙찰받았어요 · ${ORDER_WORDS[order.orderState]}`;
  }
  const { closesAtMs, priceKrw } = auction;
  const untilMs = order?.payByMs ?? (terms && payByMs(closesAtMs, priceKrw ?? 0, terms));
  if (untilMs === undefined) return '낙찰받았어요. 기한까지 결제해 주세요.';
  return `낙찰받았어요. ${formatMoment(untilMs)}까지 결제해 주세요.`;
}

/** Whoever was first with a maximum leads with it, which is a surprise without a word. */
function outbidWords({ me, priceKrw }: Auction): string {
  return me && me.ownMaxKrw === priceKrw
    ? '같은 금액을 먼저 건 분이 앞서요'
    : '다른 분이 더 높게 입찰했어요';
}

/** What an own maximum above the price means while one leads; not read out with every price. */
function MaximumNote({ auction, state, testId }: StandingProps) {
  const { me, priceKrw } = auction;
  if (state !== 'live' || !me || priceKrw === null || me.ownMaxKrw <= priceKrw) return null;
  if (standingOf(auction, state) !== 'leading') return null;
  return (
    <p className="maximum-note num" data-testid={`${testId}-maximum`}>
      지금은 {formatKrw(priceKrw)}이고, 다른 분이 올려도 {formatKrw(me.ownMaxKrw)}까지 자동으로 한
      단계씩 앞서요. 한도는 나만 볼 수 있어요.
    </p>
  );
}
