import { REPORT_MAX_CHARS } from '@sagopalgo/core/contracts/reports.ts';
import { REPORT_REASONS } from '@sagopalgo/core/rules/reporting.ts';
import type { ReportReason } from '@sagopalgo/core/rules/reporting.ts';
import { useState } from 'react';
import { useSession } from '../lib/use-session.ts';
import { useReport } from '../lib/use-report.ts';
import type { Reported } from '../lib/use-report.ts';
import { AskDialog } from './ask-dialog.tsx';
import { Button } from './button.tsx';
import './report-question.css';
import { REPORT_REASON_WORDS } from './report-words.ts';
import { SelectField } from './select-field.tsx';
import { TextField } from './text-field.tsx';

const REASONS = REPORT_REASONS.map((id) => ({ id, name: REPORT_REASON_WORDS[id] }));

interface ReportQuestionProps {
  reported: Reported;
  /** What it is: "이 질문". */
  what: string;
  /** It stands right beside what it is about, which only those who listen have to be told. */
  isBeside?: boolean;
}

/** Asks somebody who is signed in why something should not be there, and tells the operators. */
export function ReportQuestion({ reported, what, isBeside = false }: ReportQuestionProps) {
  const session = useSession();
  const report = useReport(reported);
  const [reason, setReason] = useState<ReportReason | null>(null);
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  if (!session) return null;
  if (report.isSuccess) {
    return <output className="reported">신고했어요. 운영자가 확인할게요.</output>;
  }
  const send = (close: () => void) => {
    setTried(true);
    if (reason === null) return;
    report.mutate({ reason, text: text.trim() }, { onSuccess: close });
  };
  return (
    <span className="report">
      <AskDialog
        trigger={
          <Button kind="quiet" aria-label={`${what} 신고`}>
            {isBeside ? '신고' : `${what} 신고`}
          </Button>
        }
        title={`${what} 신고하기`}
        yes="신고하기"
        no="그만두기"
        busy={report.isPending}
        error={report.error}
        onYes={send}
      >
        <p>누가 신고했는지 상대에게 알리지 않아요.</p>
        <SelectField
          label="이유"
          placeholder="이유를 골라 주세요"
          options={REASONS}
          value={reason}
          onChange={(id) => setReason(id as ReportReason)}
          fault={tried && reason === null ? '이유를 골라 주세요.' : undefined}
        />
        <TextField
          label="자세한 내용 (선택)"
          lines="many"
          value={text}
          onChange={setText}
          maxLength={REPORT_MAX_CHARS}
        />
      </AskDialog>
    </span>
  );
}
