import { ChevronDown } from 'lucide-react';
import {
  Button,
  FieldError,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
} from 'react-aria-components';
import './field.css';

interface SelectFieldProps {
  label: string;
  placeholder: string;
  /** `depth` is told where some belong to others: 1 for those that belong to none. */
  options: readonly { id: string; name: string; depth?: number }[];
  value: string | null;
  onChange: (id: string) => void;
  fault?: string | undefined;
}

/** A labelled choice of one. */
export function SelectField(props: SelectFieldProps) {
  return (
    <Select
      className="field"
      value={props.value}
      onChange={(key) => props.onChange(String(key))}
      isInvalid={props.fault !== undefined}
      validationBehavior="aria"
      placeholder={props.placeholder}
    >
      <Label className="field-label">{props.label}</Label>
      <Button className="field-input field-select">
        <SelectValue />
        <ChevronDown aria-hidden size={18} />
      </Button>
      <FieldError className="field-fault">{props.fault}</FieldError>
      <Popover className="options">
        <ListBox items={props.options}>
          {(option) => (
            <ListBoxItem
              className="option"
              id={option.id}
              textValue={option.name}
              data-depth={option.depth}
            >
              {option.name}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
