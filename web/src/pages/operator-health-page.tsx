import { HealthView } from '../features/operating/health-view.tsx';

/** 운영 · 상태: how the rooms are, and the functions of the clock. */
export function OperatorHealthPage() {
  return (
    <>
      <title>상태 · 운영 · 사고팔고</title>
      <HealthView />
    </>
  );
}
