import { ReportList } from '../features/operating/report-list.tsx';
import { TalkReportList } from '../features/operating/talk-report-list.tsx';

/** 운영 · 신고: what people have reported, of what everybody sees and of their talks. */
export function OperatorReportsPage() {
  return (
    <>
      <title>신고 · 운영 · 사고팔고</title>
      <ReportList />
      <TalkReportList />
    </>
  );
}
