import { STEP_ROWS_MAX } from '@sagopalgo/core/rules/bid-steps.ts';
import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { AmountField } from '../../components/amount-field.tsx';
import { Button } from '../../components/button.tsx';
import type { StepRow } from './listing-draft.ts';
import { EMPTY_STEP_ROW } from './listing-draft.ts';

interface StepTableProps {
  rows: readonly StepRow[];
  onChange: (rows: StepRow[]) => void;
  fault: string | undefined;
}

/** The bid step by price: from which price on, and how much then. */
export function StepTable({ rows, onChange, fault }: StepTableProps) {
  const noteId = useId();
  const faultId = useId();
  const change = (index: number, part: Partial<StepRow>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <fieldset
      className="field"
      aria-label="가격별 입찰 단위"
      aria-describedby={`${noteId} ${faultId}`}
      data-invalid={fault === undefined ? undefined : true}
    >
      <p id={noteId} className="field-note">
        현재가가 그 금액 이상이면 오른쪽 단위만큼 이상 높아야 입찰할 수 있어요.
      </p>
      {rows.map((row, index) => (
        <StepRowFields
          // Rows have no other name than their place.
          key={index}
          row={row}
          place={index + 1}
          isFaulty={fault !== undefined}
          onChange={(part) => change(index, part)}
          onRemove={() => onChange(rows.filter((_, at) => at !== index))}
        />
      ))}
      {rows.length < STEP_ROWS_MAX && (
        <Button onPress={() => onChange([...rows, EMPTY_STEP_ROW])}>
          <Plus aria-hidden size={16} />
          구간 더하기
        </Button>
      )}
      <p id={faultId} className="field-fault">
        {fault}
      </p>
    </fieldset>
  );
}

interface StepRowFieldsProps {
  row: StepRow;
  /** 1 for the first, which always begins at nothing. */
  place: number;
  /** Something in the table is wrong; an empty cell shows that it may be it. */
  isFaulty: boolean;
  onChange: (part: Partial<StepRow>) => void;
  onRemove: () => void;
}

function StepRowFields({ row, place, isFaulty, onChange, onRemove }: StepRowFieldsProps) {
  return (
    <div className="step-row num">
      {place === 1 ? (
        <span className="step-from">0원부터</span>
      ) : (
        <AmountField
          label={`${place}번째 구간이 시작되는 현재가`}
          labelIsUnseen
          unit="원부터"
          valueKrw={row.fromKrw}
          isFaulty={isFaulty && row.fromKrw === null}
          onChange={(fromKrw) => onChange({ fromKrw })}
        />
      )}
      <AmountField
        label={`${place}번째 구간의 입찰 단위`}
        labelIsUnseen
        unit="원씩"
        valueKrw={row.stepKrw}
        isFaulty={isFaulty && row.stepKrw === null}
        onChange={(stepKrw) => onChange({ stepKrw })}
      />
      {place > 1 && (
        <Button kind="quiet" aria-label={`${place}번째 구간 지우기`} onPress={onRemove}>
          <X aria-hidden size={18} />
        </Button>
      )}
    </div>
  );
}
