import { SignedInOnly } from '../features/session/signed-in-only.tsx';
import { SettlementView } from '../features/settlement/settlement-view.tsx';

/** 내 정산: a seller's money. */
export function SettlementPage() {
  return (
    <SignedInOnly title="내 정산">
      <title>내 정산 · 사고팔고</title>
      <h1 className="page-title">내 정산</h1>
      <p className="page-lead">판매 대금이 언제, 얼마나, 어디로 가는지 볼 수 있어요.</p>
      <SettlementView />
    </SignedInOnly>
  );
}
