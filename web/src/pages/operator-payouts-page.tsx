import { PayoutList } from '../features/operating/payout-list.tsx';

/** 운영 · 지급: what goes out to sellers. */
export function OperatorPayoutsPage() {
  return (
    <>
      <title>지급 · 운영 · 사고팔고</title>
      <PayoutList />
    </>
  );
}
