import { BidRules } from '../features/rules/bid-rules.tsx';

/** 입찰 규칙: what everybody may rely on. */
export function RulesPage() {
  return (
    <>
      <title>입찰 규칙 · 사고팔고</title>
      <h1 className="page-title">입찰 규칙</h1>
      <p className="page-lead">
        가격과 최고 입찰자, 마감이 정해지는 방법이에요. 모두에게 똑같아요.
      </p>
      <BidRules />
    </>
  );
}
