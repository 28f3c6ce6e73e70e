import type { NewAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { nextSaleDates, openingMomentMs } from '@sagopalgo/core/rules/kst.ts';
import { krwInWords } from '@sagopalgo/core/rules/won.ts';
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';
import { AmountField } from '../../components/amount-field.tsx';
import { Button } from '../../components/button.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Strip } from '../../components/strip.tsx';
import { TextField } from '../../components/text-field.tsx';
import { ApiRefusal, wordsOf } from '../../lib/api-refusal.ts';
import { formatDay } from '../../lib/format.ts';
import { useCategories } from '../../lib/use-categories.ts';
import { useServerTime } from '../../lib/use-server-time.ts';
import type { ListingDraft } from './listing-draft.ts';
import { checkDraft } from './listing-draft.ts';
import './listing-form.css';
import { ListingPreview } from './listing-preview.tsx';

const SALE_DAYS_OFFERED = 14;

interface ListingFormProps {
  initial: ListingDraft;
  submit: string;
  pending: boolean;
  error: Error | null;
  onSubmit: (listing: NewAuction) => void;
}

/** Everything that describes a thing for sale, each fault beside its field, and how it will look. */
export function ListingForm({ initial, submit, pending, error, onSubmit }: ListingFormProps) {
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const checked = checkDraft(draft);
  const refused = error instanceof ApiRefusal ? error.fieldFaults() : {};
  const faults = { ...refused, ...(tried && checked.faults) };
  const change = (part: Partial<ListingDraft>) => setDraft((before) => ({ ...before, ...part }));

  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (checked.listing) onSubmit(checked.listing);
    // The first field at fault is where the person goes on.
    else requestAnimationFrame(() => focusFirstFault(form.current));
  };
  return (
    <div className="listing">
      <form ref={form} onSubmit={send} noValidate>
        <WordsFields draft={draft} faults={faults} change={change} />
        <SaleFields draft={draft} faults={faults} change={change} />
        <div role="alert">
          {error && Object.keys(refused).length === 0 && <Strip mood="no">{wordsOf(error)}</Strip>}
        </div>
        <Button type="submit" kind="primary" size="big" busy={pending}>
          {submit}
        </Button>
      </form>
      <ListingPreview draft={draft} />
    </div>
  );
}

interface FieldsProps {
  draft: ListingDraft;
  faults: Record<string, string | undefined>;
  change: (part: Partial<ListingDraft>) => void;
}

function WordsFields({ draft, faults, change }: FieldsProps) {
  const categories = useCategories();
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
        options={categories.map(({ categoryId, name }) => ({ id: categoryId, name }))}
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

function SaleFields({ draft, faults, change }: FieldsProps) {
  return (
    <>
      <SaleDateField draft={draft} faults={faults} change={change} />
      <div className="pair">
        <AmountField
          label="시작가"
          valueKrw={draft.startKrw}
          onChange={(startKrw) => change({ startKrw })}
          note={draft.startKrw ? krwInWords(draft.startKrw) : undefined}
          fault={faults.startKrw}
        />
        <AmountField
          label="입찰 단위"
          valueKrw={draft.bidUnitKrw}
          onChange={(bidUnitKrw) => change({ bidUnitKrw })}
          note="현재가보다 이만큼 이상 높아야 입찰할 수 있어요."
          fault={faults.bidUnitKrw ?? faults.steps}
        />
      </div>
      <AmountField
        label="상한가"
        optional
        valueKrw={draft.capKrw}
        onChange={(capKrw) => change({ capKrw })}
        note="이 금액을 넘는 입찰은 받지 않아요."
        fault={faults.capKrw}
      />
    </>
  );
}

function SaleDateField({ draft, faults, change }: FieldsProps) {
  const offered = useServerTime((nowMs) =>
    nowMs === null ? '' : nextSaleDates(nowMs, SALE_DAYS_OFFERED).join(' '),
  );
  const days = new Set([...(draft.saleDate ? [draft.saleDate] : []), ...offered.split(' ')]);
  days.delete('');
  return (
    <SelectField
      label="경매하는 날"
      placeholder="날을 골라 주세요"
      options={[...days].toSorted().map((id) => ({
        id,
        name: `${formatDay(openingMomentMs(id))} 09:00–18:00`,
      }))}
      value={draft.saleDate}
      onChange={(saleDate) => change({ saleDate })}
      fault={faults.saleDate}
    />
  );
}

function focusFirstFault(form: HTMLFormElement | null): void {
  const field = form?.querySelector<HTMLElement>('.field[data-invalid]');
  field?.querySelector<HTMLElement>('input, textarea, button')?.focus();
}
