import {
  dismissReport,
  hideReported,
  noteReport,
  unhideReported,
} from '@sagopalgo/core/contracts/reports.ts';
import type { Report } from '@sagopalgo/core/contracts/reports.ts';
import type { ReportKind, ReportState } from '@sagopalgo/core/rules/reporting.ts';
import { Flag } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Notice } from '../../components/notice.tsx';
import { ReasonQuestion } from '../../components/reason-question.tsx';
import { REPORT_REASON_WORDS } from '../../components/report-words.ts';
import { Segments } from '../../components/segments.tsx';
import { callApi } from '../../lib/call-api.ts';
import { formatMoment } from '../../lib/format.ts';
import { auctionPath, OPERATOR_PEOPLE_PATH, sellerPath } from '../../lib/paths.ts';
import './operating.css';
import { PagedList } from './paged-list.tsx';
import { useDeed } from './use-day.ts';
import { useReports } from './use-looks.ts';

const KIND_WORDS: Record<ReportKind, string> = {
  auction: '경매',
  question: '질문',
  answer: '답',
  rating: '평가',
  person: '사람',
};
const STATES: readonly { id: ReportState; name: string }[] = [
  { id: 'open', name: '확인할 신고' },
  { id: 'hidden', name: '숨긴 신고' },
  { id: 'dismissed', name: '문제없음' },
];

/** What people have reported, and what is done about it. */
export function ReportList() {
  const [state, setState] = useState<ReportState>('open');
  return (
    <>
      <div className="report-states">
        <Segments label="신고 상태" options={STATES} value={state} onChange={setState} />
      </div>
      <PagedList
        list={useReports(state)}
        keyOf={({ reportId }) => reportId}
        empty={<Notice icon={Flag} title="신고가 없어요" />}
        renderItem={(report) => <ReportCard report={report} />}
      />
    </>
  );
}

function ReportCard({ report }: { report: Report }) {
  const { kind, reason, text, said, reporter, about, alike, state, reportedAtMs } = report;
  return (
    <article className="operator-card num" data-testid="report">
      <header className="row apart">
        <h2>
          {KIND_WORDS[kind]} 신고 · {REPORT_REASON_WORDS[reason]}
        </h2>
        {state === 'open' && alike > 1 && <Badge mood="warn">같은 신고 {alike}건</Badge>}
      </header>
      <dl className="operator-facts">
        <dt>무엇을</dt>
        <dd className="said">
          <Subject report={report} />
          {said !== '' && `: ${said}`}
        </dd>
        <dt>누구의</dt>
        <dd>{about}</dd>
        <dt>신고한 사람</dt>
        <dd>
          {reporter} · {formatMoment(reportedAtMs)}
        </dd>
        {text !== '' && (
          <>
            <dt>내용</dt>
            <dd className="said">{text}</dd>
          </>
        )}
      </dl>
      {state === 'open' && <Deeds report={report} />}
      {state === 'hidden' && <ShowAgain report={report} />}
    </article>
  );
}

function Subject({ report: { kind, subjectId, auctionId } }: { report: Report }) {
  const to = auctionId === null ? sellerPath(subjectId) : auctionPath(auctionId);
  return (
    <Link className="text-link" to={to}>
      {KIND_WORDS[kind]} 보기
    </Link>
  );
}

function Deeds({ report: { kind, reportId } }: { report: Report }) {
  const params = { reportId };
  const dismiss = useDeed((reason) => callApi(dismissReport, { params, body: { reason } }));
  const hide = useDeed((reason) => callApi(hideReported, { params, body: { reason } }));
  const note = useDeed((reason) => callApi(noteReport, { params, body: { reason } }));
  return (
    <div className="operator-deeds">
      {kind === 'person' ? (
        <Link className="text-link" to={OPERATOR_PEOPLE_PATH}>
          이용을 멈추려면 사람 찾기로
        </Link>
      ) : (
        <ReasonQuestion
          button="숨기기"
          title={`신고된 것(${KIND_WORDS[kind]})을 숨길까요?`}
          meaning="다른 분들에게 보이지 않게 되고, 같은 것에 대한 신고가 모두 끝나요."
          label="숨기는 이유"
          yes="네, 숨길게요"
          move={hide}
        />
      )}
      <ReasonQuestion
        button="문제없음"
        title="문제가 없다고 끝낼까요?"
        meaning="이 신고만 끝나고 아무것도 숨기지 않아요."
        label="그렇게 본 이유"
        yes="네, 끝낼게요"
        move={dismiss}
      />
      <ReasonQuestion
        button="적어 두기"
        title="이 신고에 말을 남길까요?"
        meaning="한 일에 남고, 신고는 그대로 있어요."
        label="남길 말"
        yes="남기기"
        move={note}
      />
    </div>
  );
}

function ShowAgain({ report: { kind, reportId } }: { report: Report }) {
  const params = { reportId };
  const unhide = useDeed((reason) => callApi(unhideReported, { params, body: { reason } }));
  return (
    <div className="operator-deeds">
      <ReasonQuestion
        button="다시 보이기"
        title={`숨긴 것(${KIND_WORDS[kind]})을 다시 보일까요?`}
        meaning="다른 분들에게 다시 보이고, 이것을 숨긴 신고는 모두 ‘문제없음’으로 끝나요."
        label="다시 보이는 이유"
        yes="네, 다시 보일게요"
        move={unhide}
      />
    </div>
  );
}
