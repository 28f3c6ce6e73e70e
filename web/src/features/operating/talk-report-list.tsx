import type { TalkMessage, TalkReport } from '@sagopalgo/core/contracts/talk.ts';
import { MessagesSquare } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { Notice } from '../../components/notice.tsx';
import { ReasonQuestion } from '../../components/reason-question.tsx';
import { formatMoment } from '../../lib/format.ts';
import { OPERATOR_PEOPLE_PATH, orderPath } from '../../lib/paths.ts';
import { Folded } from './folded.tsx';
import './operating.css';
import { PagedList } from './paged-list.tsx';
import { useSettleTalkReport, useTalkOf, useTalkReports } from './use-talk-reports.ts';

const SIDE_WORDS = { buyer: '구매자', seller: '판매자' } as const;

/** What people have told of their talks; whoever deals with one may read it. */
export function TalkReportList() {
  return (
    <section className="operator-section">
      <h2>대화 신고</h2>
      <PagedList
        list={useTalkReports()}
        keyOf={({ reportId }) => reportId}
        empty={<Notice icon={MessagesSquare} title="확인할 대화 신고가 없어요" />}
        renderItem={(report) => <TalkReportCard report={report} />}
      />
    </section>
  );
}

function TalkReportCard({ report }: { report: TalkReport }) {
  const { reportId, orderId, title, reporterNickname, reportedNickname } = report;
  const settle = useSettleTalkReport(reportId);
  return (
    <article className="operator-card num" data-testid="talk-report">
      <h3>
        <Link className="text-link" to={orderPath(orderId)}>
          {title}
        </Link>
      </h3>
      <dl className="operator-facts">
        <dt>누구의 말을</dt>
        <dd>{reportedNickname}</dd>
        <dt>신고한 사람</dt>
        <dd>
          {reporterNickname} · {formatMoment(report.reportedAtMs)}
        </dd>
        <dt>이유</dt>
        <dd className="said">{report.reason}</dd>
        {report.message && (
          <>
            <dt>그 메시지</dt>
            <dd className="said">{wordsOf(report.message)}</dd>
          </>
        )}
      </dl>
      <WholeTalk orderId={orderId} />
      <div className="operator-deeds">
        <Link className="text-link" to={OPERATOR_PEOPLE_PATH}>
          이용을 멈추려면 사람 찾기로
        </Link>
        <ReasonQuestion
          button="처리했어요"
          title="이 신고를 끝낼까요?"
          meaning="신고가 목록에서 사라지고, 무엇을 했는지 한 일에 남아요."
          label="무엇을 했나요?"
          yes="네, 끝낼게요"
          move={settle}
        />
      </div>
    </article>
  );
}

function WholeTalk({ orderId }: { orderId: string }) {
  const [isOpen, setOpen] = useState(false);
  const list = useTalkOf(orderId, isOpen);
  return (
    <Folded summary="대화 읽기 (최근 것부터)" isOpen={isOpen} onToggle={setOpen}>
      {isOpen && (
        <PagedList
          list={list}
          keyOf={({ messageId }) => messageId}
          empty={<p className="operator-lead">아직 오간 말이 없어요.</p>}
          renderItem={(message) => (
            <p className="operator-said">
              <b>{SIDE_WORDS[message.by]}</b> · {formatMoment(message.sentAtMs)}
              <br />
              {wordsOf(message)}
            </p>
          )}
        />
      )}
    </Folded>
  );
}

function wordsOf({ text, image }: TalkMessage): string {
  const picture = image === null ? '(지워진 사진)' : '(사진)';
  return text ?? picture;
}
