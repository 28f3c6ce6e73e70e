import { useState } from 'react';
import type { FormEvent } from 'react';
import { AmountField } from '../../components/amount-field.tsx';
import { Button } from '../../components/button.tsx';
import { CheckField } from '../../components/check-field.tsx';
import { SelectField } from '../../components/select-field.tsx';
import type { ListChoices } from '../../lib/list-choices.ts';
import { ENDING_WITHIN } from './filter-words.ts';

const ANY_TIME = 'any';
const NOT_FILTERED = { minKrw: null, maxKrw: null, endingWithinHours: null, noBids: false };

interface ListFilterProps {
  choices: ListChoices;
  onApply: (choices: ListChoices) => void;
}

/** What a list is to leave out: prices, closings far off, what somebody has bid on. */
export function ListFilter({ choices, onApply }: ListFilterProps) {
  const [draft, setDraft] = useState(choices);
  const change = (part: Partial<ListChoices>) => setDraft({ ...draft, ...part });
  const { minKrw, maxKrw, endingWithinHours, noBids, state } = draft;
  const isUpsideDown = minKrw !== null && maxKrw !== null && maxKrw < minKrw;
  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (!isUpsideDown) onApply(draft);
  };
  return (
    <form id="list-filter" className="list-filter" onSubmit={apply} noValidate>
      <AmountField
        label="이 금액부터"
        valueKrw={minKrw}
        onChange={(amountKrw) => change({ minKrw: amountKrw || null })}
      />
      <AmountField
        label="이 금액까지"
        valueKrw={maxKrw}
        onChange={(amountKrw) => change({ maxKrw: amountKrw || null })}
        fault={isUpsideDown ? '앞의 금액보다 높게 적어 주세요.' : undefined}
      />
      {state !== 'ended' && (
        <SelectField
          label="마감까지"
          placeholder="언제든지"
          options={[
            { id: ANY_TIME, name: '언제든지' },
            ...ENDING_WITHIN.map(([hours, name]) => ({ id: String(hours), name })),
          ]}
          value={endingWithinHours === null ? ANY_TIME : String(endingWithinHours)}
          onChange={(id) => change({ endingWithinHours: id === ANY_TIME ? null : Number(id) })}
        />
      )}
      <CheckField
        label="입찰 없는 것만"
        isOn={noBids}
        onChange={(isOn) => change({ noBids: isOn })}
        note="시작가로 시작할 수 있는 것만 보여요."
      />
      <Buttons onClear={() => onApply({ ...choices, ...NOT_FILTERED })} />
    </form>
  );
}

function Buttons({ onClear }: { onClear: () => void }) {
  return (
    <div className="row">
      <Button type="submit" kind="primary">
        조건대로 보기
      </Button>
      <Button kind="quiet" onPress={onClear}>
        조건 모두 끄기
      </Button>
    </div>
  );
}
