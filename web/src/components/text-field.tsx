import type { TextFieldProps as AriaTextFieldProps } from 'react-aria-components';
import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField as AriaTextField,
} from 'react-aria-components';
import './field.css';

type TextFieldProps = Omit<AriaTextFieldProps, 'className' | 'style' | 'children'> & {
  label: string;
  /** What is wrong, shown beside the field and read with it. */
  fault?: string | undefined;
  note?: string;
  lines?: 'one' | 'many';
};

/** A labelled field; its fault and note are tied to it. */
export function TextField({ label, fault, note, lines = 'one', ...props }: TextFieldProps) {
  return (
    <AriaTextField
      {...props}
      className="field"
      isInvalid={fault !== undefined}
      validationBehavior="aria"
    >
      <Label className="field-label">{label}</Label>
      {lines === 'one' ? (
        <Input className="field-input" />
      ) : (
        <TextArea className="field-input" rows={7} />
      )}
      {note && (
        <Text slot="description" className="field-note">
          {note}
        </Text>
      )}
      <FieldError className="field-fault">{fault}</FieldError>
    </AriaTextField>
  );
}
