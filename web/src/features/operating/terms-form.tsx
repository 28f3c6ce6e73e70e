import type { TillTerms } from '@sagopalgo/core/rules/till-terms.ts';
import { useRef, useState } from 'react';
import { AmountField } from '../../components/amount-field.tsx';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { Button } from '../../components/button.tsx';
import { Failure } from '../../components/failure.tsx';
import { TextField } from '../../components/text-field.tsx';
import { focusFirstFault } from '../../lib/focus-first-fault.ts';
import { useTerms } from '../../lib/use-terms.ts';
import { DoneWord } from './done-word.tsx';
import './operating.css';
import { ListSkeleton } from './paged-list.tsx';
import type { TermField } from './term-fields.ts';
import { TERM_GROUPS, UNITS } from './term-fields.ts';
import type { TermChanges } from './terms-draft.ts';
import { changeWords, checkTerms, draftOf } from './terms-draft.ts';
import { useSetTerms } from './use-operating.ts';

/** The till's terms, to be set with a reason. */
export function TermsForm() {
  const { data: terms, error, refetch } = useTerms();
  const [timesSet, setTimesSet] = useState(0);
  if (terms) {
    return (
      <>
        <DoneWord times={timesSet}>거래 조건을 바꿨어요.</DoneWord>
        <TermsOf
          key={JSON.stringify(terms)}
          terms={terms}
          onSet={() => setTimesSet((times) => times + 1)}
        />
      </>
    );
  }
  return error ? <Failure error={error} onRetry={() => void refetch()} /> : <ListSkeleton />;
}

function TermsOf({ terms, onSet }: { terms: TillTerms; onSet: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(terms));
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { changes, faults: wrong } = checkTerms(draft, terms);
  const faults = tried ? (wrong ?? {}) : {};
  const mayAsk = () => {
    setTried(true);
    if (changes === undefined) focusFirstFault(form.current);
    return changes !== undefined;
  };
  return (
    <form
      ref={form}
      className="operator-form"
      noValidate
      onSubmit={(event) => event.preventDefault()}
    >
      {TERM_GROUPS.map(({ title, fields }) => (
        <fieldset key={title} className="operator-set">
          <legend>{title}</legend>
          {fields.map((field) => (
            <Term
              key={field.name}
              field={field}
              value={draft[field.name]}
              fault={faults[field.name]}
              onChange={(value) => setDraft({ ...draft, [field.name]: value })}
            />
          ))}
        </fieldset>
      ))}
      <TextField
        label="바꾸는 이유"
        lines="many"
        value={draft.reason}
        onChange={(reason) => setDraft({ ...draft, reason })}
        note="누가, 언제, 왜 바꿨는지 함께 남아요."
        fault={faults.reason}
      />
      <SetQuestion {...{ terms, changes, mayAsk, onSet }} reason={draft.reason} />
    </form>
  );
}

interface TermProps {
  field: TermField;
  value: string;
  fault: string | undefined;
  onChange: (value: string) => void;
}

function Term({ field: { label, kind, note }, value, fault, onChange }: TermProps) {
  if (kind === 'amount') {
    return (
      <AmountField
        label={label}
        note={note}
        valueKrw={value === '' ? null : Number(value)}
        onChange={(amountKrw) => onChange(amountKrw === null ? '' : String(amountKrw))}
        fault={fault}
      />
    );
  }
  return (
    <TextField
      label={`${label} (${UNITS[kind]})`}
      note={note}
      inputMode="decimal"
      autoComplete="off"
      value={value}
      onChange={onChange}
      fault={fault}
    />
  );
}

interface SetQuestionProps {
  terms: TillTerms;
  changes: TermChanges | undefined;
  reason: string;
  mayAsk: () => boolean;
  onSet: () => void;
}

function SetQuestion({ terms, changes, reason, mayAsk, onSet }: SetQuestionProps) {
  const set = useSetTerms(onSet);
  return (
    <AskDialog
      trigger={<Button kind="primary">조건 바꾸기</Button>}
      mayAsk={mayAsk}
      title="거래 조건을 이렇게 바꿀까요?"
      yes="네, 바꿀게요"
      no="다시 볼게요"
      busy={set.isPending}
      error={set.error}
      onYes={(close) => changes && set.mutate({ terms: changes, reason }, { onSuccess: close })}
    >
      <ul className="operator-changes num">
        {changes && changeWords(changes, terms).map((change) => <li key={change}>{change}</li>)}
      </ul>
      <p>
        수수료는 새로 올리는 경매부터 쓰여요. 이미 정해진 결제 기한은 그대로이고, 배송과 구매확정
        기한은 진행 중인 주문에도 쓰여요.
      </p>
    </AskDialog>
  );
}
