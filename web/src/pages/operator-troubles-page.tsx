import { ReconciliationList } from '../features/operating/reconciliation-list.tsx';
import { TroublesView } from '../features/operating/troubles-view.tsx';

/** 운영 · 막힌 일: what waits for a person, and what reconciling found. */
export function OperatorTroublesPage() {
  return (
    <>
      <title>막힌 일 · 운영 · 사고팔고</title>
      <TroublesView />
      <ReconciliationList />
    </>
  );
}
