import { AuditList } from '../features/operating/audit-list.tsx';

/** 운영 · 한 일: who did what, when and why. */
export function OperatorAuditPage() {
  return (
    <>
      <title>한 일 · 운영 · 사고팔고</title>
      <AuditList />
    </>
  );
}
