import type { ReactNode } from 'react';
import { useState } from 'react';
import type { z } from 'zod';
import { Button } from '../../components/button.tsx';
import { Strip } from '../../components/strip.tsx';
import { TextField } from '../../components/text-field.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import { faultsOf } from '../../lib/field-faults.ts';

interface WordsFormProps {
  label: string;
  note?: string;
  yes: string;
  /** As the declaration has it: the form says what is wrong before anything is sent. */
  schema: z.ZodType<string>;
  initial?: string;
  /** What else is chosen with the words. */
  children?: ReactNode;
  move: {
    isPending: boolean;
    error: Error | null;
    mutate: (text: string, options: { onSuccess: () => void }) => void;
  };
  onDone?: () => void;
  onCancel?: () => void;
}

/** Words to be sent: a question, an answer, or either anew. */
export function WordsForm(props: WordsFormProps) {
  const { label, note, yes, schema, initial = '', children, move, onDone, onCancel } = props;
  const [text, setText] = useState(initial);
  const [tried, setTried] = useState(false);
  const fault = faultsOf(schema.safeParse(text))[''];
  const send = () => {
    setTried(true);
    if (fault !== undefined) return;
    const onSuccess = () => {
      setText(initial);
      setTried(false);
      onDone?.();
    };
    move.mutate(text.trim(), { onSuccess });
  };
  return (
    <form
      className="words-form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <TextField
        label={label}
        lines="many"
        // Whoever opened it by a press goes on writing.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={onCancel !== undefined}
        value={text}
        onChange={setText}
        fault={tried ? fault : undefined}
        {...(note !== undefined && { note })}
      />
      {children}
      <div role="alert">{move.error && <Strip mood="no">{wordsOf(move.error)}</Strip>}</div>
      <div className="row">
        <Button type="submit" kind="primary" busy={move.isPending}>
          {yes}
        </Button>
        {onCancel && <Button onPress={onCancel}>그만두기</Button>}
      </div>
    </form>
  );
}
