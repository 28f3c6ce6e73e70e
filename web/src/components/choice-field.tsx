import { FieldError, Label, Radio, RadioGroup } from 'react-aria-components';
import './choice-field.css';
import './field.css';

interface ChoiceFieldProps<Id extends string> {
  label: string;
  options: readonly { id: Id; name: string; note: string }[];
  /** Null as long as nothing is chosen. */
  value: Id | null;
  onChange: (id: Id) => void;
  fault?: string | undefined;
}

/** A choice of one among few, each with a line on what it means. */
export function ChoiceField<Id extends string>({
  label,
  options,
  value,
  onChange,
  fault,
}: ChoiceFieldProps<Id>) {
  return (
    <RadioGroup
      className="field"
      value={value}
      onChange={(chosen) => onChange(chosen as Id)}
      isInvalid={fault !== undefined}
      validationBehavior="aria"
    >
      <Label className="field-label">{label}</Label>
      <div className="choices">
        {options.map(({ id, name, note }) => (
          <Radio key={id} className="choice" value={id}>
            <span className="choice-dot" aria-hidden />
            <span className="choice-name">{name}</span>
            <span className="choice-note">{note}</span>
          </Radio>
        ))}
      </div>
      <FieldError className="field-fault">{fault}</FieldError>
    </RadioGroup>
  );
}
