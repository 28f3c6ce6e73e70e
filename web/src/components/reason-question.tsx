import type { ReactNode } from 'react';
import { useState } from 'react';
import { AskDialog } from './ask-dialog.tsx';
import { Button } from './button.tsx';
import { TextField } from './text-field.tsx';

const REASON_MAX_CHARS = 500;

interface ReasonQuestionProps {
  button: string;
  title: string;
  meaning: string;
  /** What else has to be said with it. */
  children?: ReactNode;
  label: string;
  yes: string;
  move: {
    isPending: boolean;
    error: Error | null;
    mutate: (reason: string, options: { onSuccess: () => void }) => void;
  };
}

/** A question that is answered by a yes and a reason, which is kept with what was done. */
export function ReasonQuestion(props: ReasonQuestionProps) {
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const isMissing = reason.trim() === '';
  const answer = (close: () => void) => {
    setTried(true);
    if (isMissing) return;
    const onSuccess = () => {
      close();
      setReason('');
      setTried(false);
    };
    props.move.mutate(reason.trim(), { onSuccess });
  };
  return (
    <AskDialog
      trigger={<Button>{props.button}</Button>}
      title={props.title}
      yes={props.yes}
      no="그만두기"
      busy={props.move.isPending}
      error={props.move.error}
      onYes={answer}
    >
      <p>{props.meaning}</p>
      {props.children}
      <TextField
        label={props.label}
        lines="many"
        value={reason}
        onChange={setReason}
        maxLength={REASON_MAX_CHARS}
        fault={tried && isMissing ? '이유를 적어 주세요.' : undefined}
      />
    </AskDialog>
  );
}
