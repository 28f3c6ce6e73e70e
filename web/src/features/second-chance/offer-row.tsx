import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { Offer } from '@sagopalgo/core/contracts/offers.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { Link } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { ButtonLink } from '../../components/button.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { Picture } from '../../components/picture.tsx';
import type { Mood } from '../../components/state-words.ts';
import { formatMoment } from '../../lib/format.ts';
import { auctionPath, orderPath } from '../../lib/paths.ts';
import { useCategoryName } from '../../lib/use-categories.ts';
import { useServerTime } from '../../lib/use-server-time.ts';
import { AnswerOffer } from './answer-offer.tsx';
import './offers.css';

const STATES: Record<Offer['state'], { words: string; mood: Mood }> = {
  open: { words: '답을 기다려요', mood: 'warn' },
  accepted: { words: '받았어요', mood: 'lead' },
  declined: { words: '사양했어요', mood: 'plain' },
  lapsed: { words: '기한이 지났어요', mood: 'plain' },
};

/** A second chance: what, for how much, and until when to say so. */
export function OfferRow({ item }: { item: Auction & { offer: Offer } }) {
  const { offer } = item;
  const categoryName = useCategoryName(item.categoryId);
  const isPast = useServerTime((nowMs) => nowMs !== null && nowMs >= offer.acceptByMs);
  const state = offer.state === 'open' && isPast ? 'lapsed' : offer.state;
  const { words, mood } = STATES[state];
  return (
    <div className="offer" data-testid="my-offer" data-state={state}>
      <div className="pic">
        <Picture image={item.images[0]} alt="" seed={item.auctionId} categoryName={categoryName} />
      </div>
      <div className="num">
        <Badge mood={mood}>{words}</Badge>
        <h2>
          <Link to={auctionPath(item.auctionId)}>{item.title}</Link>
        </h2>
        <OfferPrice offer={offer} />
        {state === 'open' && (
          <p className="until">
            {formatMoment(offer.acceptByMs)}까지 답해 주세요 ·{' '}
            <Countdown untilMs={offer.acceptByMs} after=" 남음" />
          </p>
        )}
      </div>
      {state === 'open' && <AnswerOffer offer={offer} />}
      {state === 'accepted' && offer.orderId !== null && (
        <div className="answers">
          <ButtonLink kind="primary" to={orderPath(offer.orderId)}>
            주문 보기
          </ButtonLink>
        </div>
      )}
    </div>
  );
}

function OfferPrice({ offer: { amountKrw, totalKrw } }: { offer: Offer }) {
  return (
    <p className="price">
      {formatKrw(totalKrw)}
      {totalKrw > amountKrw && (
        <small>
          {formatKrw(amountKrw)} + 구매 수수료 {formatKrw(totalKrw - amountKrw)}
        </small>
      )}
    </p>
  );
}
