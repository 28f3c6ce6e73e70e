import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { Link } from 'react-router';
import { Picture } from '../../components/picture.tsx';
import { auctionPath } from '../../lib/paths.ts';

const THUMBNAIL_PX = 192;

/** The thing that an order is about, with whom, and what it costs. */
export function OrderThing({ order }: { order: Order }) {
  const { imageUrl, title, auctionId, orderId } = order;
  return (
    <aside className="order-thing" aria-label="주문한 물건">
      <Link className="thing" to={auctionPath(auctionId)}>
        <span className="pic">
          <Picture
            image={
              imageUrl === null
                ? undefined
                : {
                    imageId: auctionId,
                    url: imageUrl,
                    widthPx: THUMBNAIL_PX,
                    heightPx: THUMBNAIL_PX,
                    thumbnails: [{ url: imageUrl, widthPx: THUMBNAIL_PX, heightPx: THUMBNAIL_PX }],
                  }
            }
            alt=""
            seed={auctionId}
            categoryName={undefined}
            eager
          />
        </span>
        <span>
          <b>{title}</b>
          <small>{partyWords(order)}</small>
        </span>
      </Link>
      <OrderMoney order={order} />
      <p className="order-number num">
        주문 번호 <span data-testid="order-id">{orderId}</span>
      </p>
    </aside>
  );
}

function OrderMoney({ order }: { order: Order }) {
  const { amountKrw, premiumKrw, totalKrw, refundedKrw, feeKrw, proceedsKrw } = order;
  return (
    <dl className="order-money num">
      <dt>낙찰가</dt>
      <dd>{formatKrw(amountKrw)}</dd>
      {premiumKrw > 0 && (
        <>
          <dt>구매 수수료</dt>
          <dd>{formatKrw(premiumKrw)}</dd>
        </>
      )}
      <dt className="total">{order.role === 'buyer' ? '결제 금액' : '구매자 결제 금액'}</dt>
      <dd className="total" data-testid="order-total">
        {formatKrw(totalKrw)}
      </dd>
      {refundedKrw > 0 && (
        <>
          <dt>돌려준 금액</dt>
          <dd>-{formatKrw(refundedKrw)}</dd>
        </>
      )}
      {feeKrw !== undefined && proceedsKrw !== undefined && (
        <>
          <dt>판매 수수료</dt>
          <dd>{formatKrw(-feeKrw || 0)}</dd>
          <dt>{order.role === 'seller' ? '받는 금액' : '판매자가 받는 금액'}</dt>
          <dd>{formatKrw(proceedsKrw)}</dd>
        </>
      )}
    </dl>
  );
}

function partyWords({ role, buyerNickname, sellerNickname }: Order): string {
  switch (role) {
    case 'buyer':
      return `판매자 ${sellerNickname}`;
    case 'seller':
      return `구매자 ${buyerNickname}`;
    default:
      return `판매자 ${sellerNickname} · 구매자 ${buyerNickname}`;
  }
}
