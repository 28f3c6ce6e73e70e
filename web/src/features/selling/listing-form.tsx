import type { NewAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { ON_DEFAULT } from '@sagopalgo/core/contracts/auctions.ts';
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ChoiceField } from '../../components/choice-field.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Strip } from '../../components/strip.tsx';
import { TextField } from '../../components/text-field.tsx';
import { ApiRefusal, wordsOf } from '../../lib/api-refusal.ts';
import { focusFirstFault } from '../../lib/focus-first-fault.ts';
import { useCategoryOptions } from '../../lib/use-categories.ts';
import { DEFAULT_WORDS } from './default-words.ts';
import { FeeNote } from './fee-note.tsx';
import type { ListingRates } from './fee-words.ts';
import type { ListingDraft } from './listing-draft.ts';
import { checkDraft } from './listing-draft.ts';
import './listing-form.css';
import { ListingPreview } from './listing-preview.tsx';
import type { FieldsProps } from './sale-fields.tsx';
import { OptionFields, SaleFields } from './sale-fields.tsx';

interface ListingFormProps {
  initial: ListingDraft;
  /** What is kept of the price; undefined until it is known. */
  rates: ListingRates | undefined;
  submit: string;
  pending: boolean;
  error: Error | null;
  onSubmit: (listing: NewAuction) => void;
  /** Hears of everything that is typed, to keep it. */
  onDraft?: (draft: ListingDraft) => void;
}

/** Everything that describes a thing for sale, each fault beside its field, and how it will look. */
export function ListingForm(props: ListingFormProps) {
  const { submit, pending, rates, onSubmit, onDraft } = props;
  const [draft, setDraft] = useState(props.initial);
  const [tried, setTried] = useState(false);
  const [sent, setSent] = useState<ListingDraft | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const checked = checkDraft(draft);
  // What was said about a draft is not said about the next one.
  const error = draft === sent ? props.error : null;
  const refused = error instanceof ApiRefusal ? error.fieldFaults() : {};
  const faults = { ...refused, ...(tried && checked.faults) };
  const change = (part: Partial<ListingDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    onDraft?.(next);
  };

  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    setSent(draft);
    if (checked.listing) onSubmit(checked.listing);
    // The first field at fault is where the person goes on.
    else focusFirstFault(form.current);
  };
  return (
    <div className="listing">
      <form ref={form} onSubmit={send} noValidate>
        <WordsFields draft={draft} faults={faults} change={change} />
        <SaleFields draft={draft} faults={faults} change={change} />
        <FeeNote rates={rates} startKrw={draft.startKrw} />
        <OptionFields draft={draft} faults={faults} change={change} />
        <DefaultField draft={draft} change={change} />
        <div role="alert">
          {error && Object.keys(refused).length === 0 && <Strip mood="no">{wordsOf(error)}</Strip>}
        </div>
        <Button type="submit" kind="primary" size="big" busy={pending}>
          {submit}
        </Button>
      </form>
      <ListingPreview draft={draft} rates={rates} />
    </div>
  );
}

function WordsFields({ draft, faults, change }: FieldsProps) {
  const categories = useCategoryOptions();
  return (
    <>
      <TextField
        label="제목"
        value={draft.title}
        onChange={(title) => change({ title })}
        maxLength={80}
        fault={faults.title}
      />
      <SelectField
        label="분류"
        placeholder="분류를 골라 주세요"
        options={categories}
        value={draft.categoryId}
        onChange={(categoryId) => change({ categoryId })}
        fault={faults.categoryId}
      />
      <TextField
        label="물건 이야기"
        lines="many"
        value={draft.description}
        onChange={(description) => change({ description })}
        maxLength={5000}
        note="상태, 크기, 흠집, 구성품을 적어 주세요."
        fault={faults.description}
      />
    </>
  );
}

function DefaultField({ draft, change }: Pick<FieldsProps, 'draft' | 'change'>) {
  return (
    <ChoiceField
      label="낙찰받은 분이 결제하지 않으면"
      options={ON_DEFAULT.map((id) => ({ id, ...DEFAULT_WORDS[id] }))}
      value={draft.onDefault}
      onChange={(onDefault) => change({ onDefault })}
    />
  );
}
