import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { useId } from 'react';
import { Checkbox } from 'react-aria-components';
import './check-field.css';
import './field.css';

interface CheckFieldProps {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  note: ReactNode;
}

/** Something to be switched on, and what that means. */
export function CheckField({ label, isOn, onChange, note }: CheckFieldProps) {
  const noteId = useId();
  return (
    <div className="check-field">
      <Checkbox className="check" isSelected={isOn} onChange={onChange} aria-describedby={noteId}>
        <span className="check-box">{isOn && <Check aria-hidden size={16} strokeWidth={3} />}</span>
        {label}
      </Checkbox>
      <p id={noteId} className="field-note num">
        {note}
      </p>
    </div>
  );
}
