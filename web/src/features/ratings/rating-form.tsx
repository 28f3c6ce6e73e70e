import { RATING_MAX_CHARS, rateOrder, STARS_MAX } from '@sagopalgo/core/contracts/ratings.ts';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Segments } from '../../components/segments.tsx';
import { Strip } from '../../components/strip.tsx';
import { TextField } from '../../components/text-field.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import { faultsOf } from '../../lib/field-faults.ts';
import { formatMoment } from '../../lib/format.ts';
import { useRate } from './use-order-ratings.ts';

const CHOICES = Array.from({ length: STARS_MAX }, (_, index) => ({
  id: String(index + 1),
  name: `${index + 1}점`,
}));

interface RatingFormProps {
  orderId: string;
  other: string;
  untilMs: number;
}

/** Stars and a few words for the other party. */
export function RatingForm({ orderId, other, untilMs }: RatingFormProps) {
  const [stars, setStars] = useState(String(STARS_MAX));
  const [text, setText] = useState('');
  const rate = useRate(orderId);
  const fault = faultsOf(rateOrder.body.shape.text.safeParse(text))[''];
  return (
    <form
      className="rating-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (fault === undefined) rate.mutate({ stars: Number(stars), text: text.trim() });
      }}
    >
      <p className="rating-note num">
        {other}와의 거래는 어땠나요? {formatMoment(untilMs)}까지 한 번 평가할 수 있고, 바꿀 수
        없어요. 서로 평가를 마치기 전에는 상대에게 보이지 않아요.
      </p>
      <Segments label="별점" options={CHOICES} value={stars} onChange={setStars} />
      <TextField
        label="한마디 (선택)"
        lines="many"
        value={text}
        onChange={setText}
        note={`${RATING_MAX_CHARS}자까지.`}
        fault={fault}
      />
      <div role="alert">{rate.error && <Strip mood="no">{wordsOf(rate.error)}</Strip>}</div>
      <div className="row">
        <Button type="submit" kind="primary" busy={rate.isPending}>
          평가하기
        </Button>
      </div>
    </form>
  );
}
