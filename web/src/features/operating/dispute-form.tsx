import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { useRef, useState } from 'react';
import { AmountField } from '../../components/amount-field.tsx';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { Button } from '../../components/button.tsx';
import { ChoiceField } from '../../components/choice-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { focusFirstFault } from '../../lib/focus-first-fault.ts';
import type { DisputeDraft, Ending } from './dispute-draft.ts';
import { checkDispute, EMPTY_DISPUTE, endingQuestion, leftOf, OUTCOMES } from './dispute-draft.ts';
import './operating.css';
import { useEndDispute } from './use-operating.ts';

const OUTCOME_WORDS = {
  refund: { name: '전액 환불', note: '결제한 금액을 모두 구매자에게 돌려주고 주문을 취소해요.' },
  partial: { name: '일부 환불', note: '정한 금액만 돌려주고, 나머지는 판매자에게 나가요.' },
  release: { name: '판매자에게 지급', note: '돌려주지 않고 구매확정한 것으로 해요.' },
};

interface DisputeFormProps {
  order: Pick<Order, 'orderId' | 'totalKrw' | 'refunds'>;
  onEnded?: () => void;
}

/** Ends a dispute: how, how much, why; asked once more with the amount in words. */
export function DisputeForm({ order, onEnded = () => {} }: DisputeFormProps) {
  const leftKrw = leftOf(order);
  const [draft, setDraft] = useState(EMPTY_DISPUTE);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { ending, faults: wrong } = checkDispute(draft, leftKrw);
  const faults = tried ? (wrong ?? {}) : {};
  const change = (part: Partial<DisputeDraft>) => setDraft({ ...draft, ...part });
  const mayAsk = () => {
    setTried(true);
    if (ending === undefined) focusFirstFault(form.current);
    return ending !== undefined;
  };
  return (
    <form
      ref={form}
      className="operator-form"
      noValidate
      onSubmit={(event) => event.preventDefault()}
    >
      <ChoiceField
        label="분쟁을 어떻게 끝낼까요?"
        options={OUTCOMES.map((id) => ({ id, ...OUTCOME_WORDS[id] }))}
        value={draft.outcome}
        onChange={(outcome) => change({ outcome })}
        fault={faults.outcome}
      />
      {draft.outcome === 'partial' && (
        <AmountField
          label="돌려줄 금액"
          valueKrw={draft.refundKrw}
          onChange={(refundKrw) => change({ refundKrw })}
          fault={faults.refundKrw}
        />
      )}
      <TextField
        label="이유"
        lines="many"
        value={draft.reason}
        onChange={(reason) => change({ reason })}
        note="구매자와 판매자가 모두 볼 수 있어요."
        fault={faults.reason}
      />
      <EndQuestion {...{ leftKrw, ending, mayAsk, onEnded }} orderId={order.orderId} />
    </form>
  );
}

interface EndQuestionProps {
  orderId: string;
  leftKrw: number;
  ending: Ending | undefined;
  mayAsk: () => boolean;
  onEnded: () => void;
}

function EndQuestion({ orderId, leftKrw, ending, mayAsk, onEnded }: EndQuestionProps) {
  const end = useEndDispute(orderId, onEnded);
  // As it was asked: once the dispute has ended there is less left, and the question still stands there.
  const [asked, setAsked] = useState<{ ending: Ending; leftKrw: number } | null>(null);
  const ask = () => {
    if (!mayAsk() || !ending) return false;
    setAsked({ ending, leftKrw });
    return true;
  };
  const question = asked && endingQuestion(asked.ending, asked.leftKrw);
  return (
    <AskDialog
      trigger={<Button kind="primary">분쟁 끝내기</Button>}
      mayAsk={ask}
      title={question?.title ?? ''}
      yes={question?.yes ?? ''}
      no="다시 볼게요"
      busy={end.isPending}
      error={end.error}
      onYes={(close) => asked && end.mutate(asked.ending, { onSuccess: close })}
    >
      {question?.meaning.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <p>되돌릴 수 없어요.</p>
    </AskDialog>
  );
}
