import { FieldError, Input, Label, Text, TextField } from 'react-aria-components';
import { useGroupedInput } from '../lib/use-grouped-input.ts';
import './field.css';

interface AmountFieldProps {
  label: string;
  valueKrw: number | null;
  onChange: (amountKrw: number | null) => void;
  fault?: string | undefined;
  note?: string | undefined;
  optional?: boolean;
  /** For those who listen only: what stands around the field says it to the others. */
  labelIsUnseen?: boolean;
  unit?: string;
  /** At fault, the words being told elsewhere. */
  isFaulty?: boolean;
}

/** A field for whole won, grouped while typing. */
export function AmountField(props: AmountFieldProps) {
  const { shown, input } = useGroupedInput(props.valueKrw, props.onChange);
  return (
    <TextField
      className="field"
      value={shown}
      isInvalid={props.fault !== undefined || (props.isFaulty ?? false)}
      validationBehavior="aria"
    >
      <Label className={props.labelIsUnseen ? 'unseen' : 'field-label'}>
        {props.label} {props.optional && <small>선택</small>}
      </Label>
      <span className="field-input field-amount num">
        <Input {...input} inputMode="numeric" autoComplete="off" />
        <span className="unit" aria-hidden>
          {props.unit ?? '원'}
        </span>
      </span>
      {props.note && (
        <Text slot="description" className="field-note num">
          {props.note}
        </Text>
      )}
      <FieldError className="field-fault">{props.fault}</FieldError>
    </TextField>
  );
}
