import { CircleAlert, CircleCheck, Clock, Landmark } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, ButtonLink } from '../../components/button.tsx';
import { orderPath, payPath } from '../../lib/paths.ts';
import './paying.css';
import type { ResultView } from './result-view.ts';

const SIGNS = {
  paid: CircleCheck,
  awaiting_deposit: Landmark,
  checking: Clock,
  declined: CircleAlert,
  refused: CircleAlert,
} as const;

interface PayResultProps {
  orderId: string;
  view: ResultView;
  onRetry: () => void;
  /** What belongs to the result, such as the account to pay into. */
  children?: ReactNode;
}

/** What became of a payment, read out when it changes, and the next step. */
export function PayResult({ orderId, view, onRetry, children }: PayResultProps) {
  const Sign = SIGNS[view.kind];
  return (
    <section className="pay-result" data-testid="pay-result" data-kind={view.kind}>
      <div aria-live="polite">
        <Sign aria-hidden className={`sign ${view.kind}`} size={44} strokeWidth={1.5} />
        <h1>{view.title}</h1>
        <p>{view.next}</p>
      </div>
      {children}
      {view.then === 'pay' && (
        <ButtonLink kind="primary" size="big" to={payPath(orderId)} replace>
          다시 결제하기
        </ButtonLink>
      )}
      {view.then === 'retry' && (
        <Button size="big" onPress={onRetry}>
          다시 확인하기
        </Button>
      )}
      <ButtonLink
        kind={view.then === 'order' ? 'primary' : 'plain'}
        size="big"
        to={orderPath(orderId)}
        replace
      >
        주문 보기
      </ButtonLink>
    </section>
  );
}
