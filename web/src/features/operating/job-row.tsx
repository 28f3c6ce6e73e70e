import type { Health } from '@sagopalgo/core/contracts/operating.ts';
import type { AuditEntry } from '@sagopalgo/core/contracts/operator-deeds.ts';
import { runJob } from '@sagopalgo/core/contracts/operator-deeds.ts';
import { useState } from 'react';
import { ReasonQuestion } from '../../components/reason-question.tsx';
import { Strip } from '../../components/strip.tsx';
import { callApi } from '../../lib/call-api.ts';
import { agoWords, JOB_WORDS } from './health-words.ts';
import { TaskWord } from './task-word.tsx';
import { useDeed } from './use-day.ts';

/** A function of the clock: when it last ran and how, and running it once more. */
export function JobRow({ job, nowMs }: { job: Health['jobs'][number]; nowMs: number }) {
  const [asked, setAsked] = useState<AuditEntry | null>(null);
  const params = { job: job.job };
  const run = useDeed((reason) => callApi(runJob, { params, body: { reason } }), setAsked);
  const name = JOB_WORDS[job.job];
  return (
    <article className="operator-card num" data-testid="job">
      <header className="row apart">
        <h3>{name}</h3>
        <ReasonQuestion
          button="다시 돌리기"
          title={`‘${name}’ 일을 다시 돌릴까요?`}
          meaning="키퍼가 바로 한 번 더 해요. 이미 된 일은 바뀌지 않아요."
          label="다시 돌리는 이유"
          yes="네, 돌릴게요"
          move={run}
        />
      </header>
      <p>{runWords(job, nowMs)}</p>
      {job.fault !== null && <Strip mood="no">{job.fault}</Strip>}
      <TaskWord asked={asked} what={`‘${name}’ 일을`} />
    </article>
  );
}

function runWords(job: Health['jobs'][number], nowMs: number): string {
  if (job.startedAtMs === null) return '아직 돈 적이 없어요.';
  const last = `마지막으로 ${agoWords(job.startedAtMs, nowMs)}에 돌았어요.`;
  if (job.fault === null) return last;
  if (job.wentWellAtMs === null) return `${last} 잘된 적은 없어요.`;
  return `${last} 잘된 것은 ${agoWords(job.wentWellAtMs, nowMs)}이에요.`;
}
