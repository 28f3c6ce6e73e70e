import { Radio, RadioGroup } from 'react-aria-components';
import './segments.css';

interface SegmentsProps<Id extends string> {
  label: string;
  options: readonly { id: Id; name: string; isDisabled?: boolean }[];
  value: Id;
  onChange: (id: Id) => void;
}

/** A choice of one among few, side by side. */
export function Segments<Id extends string>({
  label,
  options,
  value,
  onChange,
}: SegmentsProps<Id>) {
  return (
    <RadioGroup
      className="seg"
      aria-label={label}
      orientation="horizontal"
      value={value}
      onChange={(chosen) => onChange(chosen as Id)}
    >
      {options.map(({ id, name, isDisabled = false }) => (
        <Radio key={id} className="seg-option" value={id} isDisabled={isDisabled}>
          {name}
        </Radio>
      ))}
    </RadioGroup>
  );
}
