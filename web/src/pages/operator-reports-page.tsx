import { ReportList } from '../features/operating/report-list.tsx';

/** 운영 · 신고: what people have reported. */
export function OperatorReportsPage() {
  return (
    <>
      <title>신고 · 운영 · 사고팔고</title>
      <ReportList />
    </>
  );
}
