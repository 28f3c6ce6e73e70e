import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import type { OrderRatings } from '@sagopalgo/core/contracts/ratings.ts';
import { useId } from 'react';
import { Failure } from '../../components/failure.tsx';
import { Stars } from '../../components/stars.tsx';
import { formatMoment } from '../../lib/format.ts';
import { RatingForm } from './rating-form.tsx';
import './ratings.css';
import { useOrderRatings } from './use-order-ratings.ts';

const OTHERS = { buyer: '판매자', seller: '구매자' } as const;

/** What the parties of an order think of each other, from 구매확정 on. */
export function RatingSection({ order: { orderId, orderState, role } }: { order: Order }) {
  const headingId = useId();
  const isWanted = role !== 'operator' && ['received', 'paid_out'].includes(orderState);
  const { data, error, refetch } = useOrderRatings(orderId, isWanted);
  if (!isWanted) return null;
  if (!data) return error && <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <section className="order-section" aria-labelledby={headingId} data-testid="ratings">
      <h2 id={headingId}>거래 평가</h2>
      <Ratings orderId={orderId} ratings={data} other={OTHERS[role]} />
    </section>
  );
}

interface RatingsProps {
  orderId: string;
  ratings: OrderRatings;
  other: string;
}

function Ratings({ orderId, ratings: { mayRate, untilMs, own, theirs }, other }: RatingsProps) {
  return (
    <>
      {own && <Given name="내가 한 평가" given={own} />}
      {theirs && <Given name={`${other}의 평가`} given={theirs} />}
      {own && !theirs && untilMs !== null && (
        <p className="rating-note num">
          {other}도 평가하면 서로 보여요. 아니면 {formatMoment(untilMs)}부터 보여요.
        </p>
      )}
      {mayRate && untilMs !== null && (
        <RatingForm orderId={orderId} other={other} untilMs={untilMs} />
      )}
      {!mayRate && !own && !theirs && <p className="rating-note">평가할 수 있는 때가 지났어요.</p>}
    </>
  );
}

function Given({ name, given }: { name: string; given: NonNullable<OrderRatings['own']> }) {
  const { stars, text, ratedAtMs } = given;
  return (
    <div className="rating" data-testid="rating">
      <div className="row num">
        <strong>{name}</strong>
        <Stars stars={stars} />
        <span className="when">{formatMoment(ratedAtMs)}</span>
      </div>
      {text !== '' && <p className="words">{text}</p>}
    </div>
  );
}
