import type { AuditEntry } from '@sagopalgo/core/contracts/operator-deeds.ts';
import { Strip } from '../../components/strip.tsx';
import { useTask } from './use-day.ts';

const WORDS = { waiting: '하고 있어요…', done: '했어요.', failed: '하지 못했어요.' } as const;
const MOODS = { waiting: 'plain', done: 'lead', failed: 'no' } as const;

/** Tells how far what was asked of the keeper is, beginning with what it was. */
export function TaskWord({ asked, what }: { asked: AuditEntry | null; what: string }) {
  const task = useTask(asked?.taskId ?? null);
  const now = task ?? asked;
  return (
    <output className="operator-done" data-testid="task-word" data-state={now?.state}>
      {now && (
        <Strip mood={MOODS[now.state]}>
          {what} {WORDS[now.state]}
          {now.state !== 'waiting' && now.outcome !== null && (
            <code className="operator-outcome">{now.outcome}</code>
          )}
        </Strip>
      )}
    </output>
  );
}
