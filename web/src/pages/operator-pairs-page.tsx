import { PairList } from '../features/operating/pair-list.tsx';

/** 운영 · 되풀이된 짝: who may be shielding bids. */
export function OperatorPairsPage() {
  return (
    <>
      <title>되풀이된 짝 · 운영 · 사고팔고</title>
      <PairList />
    </>
  );
}
