import { useEffect, useId, useRef } from 'react';
import { Button } from '../../components/button.tsx';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import type { Question } from './question.ts';
import type { BidBox } from './use-bid.ts';

interface BidQuestionProps {
  question: Question;
  box: Pick<BidBox, 'busy' | 'sending' | 'yes' | 'no'>;
}

/**
 * The amount in figures and words, what it means, and a yes that says it again. It takes the focus
 * itself rather than its button, so that no key answers it that was meant for the form.
 */
export function BidQuestion({ question, box }: BidQuestionProps) {
  const place = useRef<HTMLFieldSetElement>(null);
  const titleId = useId();
  const meaningId = useId();
  useEffect(() => {
    place.current?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <fieldset
      ref={place}
      className="bid-question"
      aria-labelledby={titleId}
      aria-describedby={meaningId}
      tabIndex={-1}
      data-testid="bid-question"
    >
      <h2 id={titleId}>{question.title}</h2>
      <div id={meaningId}>
        <p className="asked-amount num">
          <b>{formatKrw(question.amountKrw)}</b>
          <span>{question.inWords}</span>
        </p>
        <ul>
          {question.meaning.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </div>
      <Button kind="primary" size="big" busy={box.busy} onPress={box.yes}>
        <span className="num">{box.sending ? '보내는 중' : question.yes}</span>
      </Button>
      <Button size="big" isDisabled={box.sending} onPress={box.no}>
        {question.no}
      </Button>
    </fieldset>
  );
}
