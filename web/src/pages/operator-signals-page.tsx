import { SIGNAL_KINDS } from '@sagopalgo/core/contracts/signals.ts';
import { useSearchParams } from 'react-router';
import { SignalList } from '../features/operating/signal-list.tsx';

/** 운영 · 신호: what may be a sign of shill bidding; the address says which kind is looked at. */
export function OperatorSignalsPage() {
  const asked = useSearchParams()[0].get('kind');
  const kind = SIGNAL_KINDS.find((each) => each === asked) ?? SIGNAL_KINDS[0];
  return (
    <>
      <title>신호 · 운영 · 사고팔고</title>
      <SignalList kind={kind} />
    </>
  );
}
