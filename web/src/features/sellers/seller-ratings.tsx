import type { SellerRating } from '@sagopalgo/core/contracts/sellers.ts';
import { useId } from 'react';
import { Link } from 'react-router';
import { Button } from '../../components/button.tsx';
import { Failure } from '../../components/failure.tsx';
import { ReportQuestion } from '../../components/report-question.tsx';
import { Stars } from '../../components/stars.tsx';
import { formatDay } from '../../lib/format.ts';
import { auctionPath } from '../../lib/paths.ts';
import './sellers.css';
import { useSellerRatings } from './use-seller.ts';

/** What buyers said of a seller. */
export function SellerRatings({ sellerId }: { sellerId: string }) {
  const headingId = useId();
  const list = useSellerRatings(sellerId);
  const ratings = list.data?.pages.flatMap(({ items }) => items);
  return (
    <section aria-labelledby={headingId}>
      <h2 id={headingId} className="section-title">
        받은 평가
      </h2>
      {list.error && !ratings && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {ratings?.length === 0 && <p className="ratings-none">아직 받은 평가가 없어요.</p>}
      {ratings && ratings.length > 0 && (
        <ul className="seller-ratings">
          {ratings.map((rating) => (
            <li key={rating.ratingId} data-testid="seller-rating">
              <OneRating rating={rating} />
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button onPress={() => void list.fetchNextPage()} busy={list.isFetchingNextPage}>
          평가 더 보기
        </Button>
      )}
    </section>
  );
}

function OneRating({ rating }: { rating: SellerRating }) {
  const { stars, text, hidden, shownAtMs, auction } = rating;
  return (
    <>
      <div className="row num">
        <Stars stars={stars} />
        <span className="when">{formatDay(shownAtMs)} · 구매자</span>
        {!hidden && (
          <ReportQuestion
            reported={{ kind: 'rating', subjectId: rating.ratingId }}
            what="이 평가"
            isBeside
          />
        )}
      </div>
      {hidden ? (
        <p className="when">운영자가 숨긴 평가예요.</p>
      ) : (
        text !== '' && <p className="words">{text}</p>
      )}
      {auction && (
        <Link className="of" to={auctionPath(auction.auctionId)}>
          {auction.title}
        </Link>
      )}
    </>
  );
}
