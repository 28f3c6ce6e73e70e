import { DisputeList } from '../features/operating/order-lists.tsx';

/** 운영 · 분쟁: disputes to be ended. */
export function OperatorDisputesPage() {
  return (
    <>
      <title>분쟁 · 운영 · 사고팔고</title>
      <DisputeList />
    </>
  );
}
