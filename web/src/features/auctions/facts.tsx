import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { CAP_MAX_KRW } from '@sagopalgo/core/rules/bid-steps.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { Link } from 'react-router';
import { formatClock, formatMoment, formatNearMoment, formatRate } from '../../lib/format.ts';
import { RULES_PATH } from '../../lib/paths.ts';
import { payWithinWords } from '../../lib/pay-words.ts';
import { extensionRule } from '../../lib/rule-words.ts';
import { useServerTime } from '../../lib/use-server-time.ts';
import { useTerms } from '../../lib/use-terms.ts';
import './facts.css';

/** The conditions under which a thing is sold. */
export function Facts({ auction }: { auction: Auction }) {
  const [firstStep] = auction.steps;
  const fixedUnit = auction.steps.length === 1 && firstStep;
  return (
    <dl className="facts num">
      <dt>시작가</dt>
      <dd>{formatKrw(auction.startKrw)}</dd>
      <dt>입찰 단위</dt>
      <dd>
        {fixedUnit
          ? `${formatKrw(fixedUnit[1])} 고정`
          : auction.steps
              .map(([fromKrw, stepKrw]) => `${formatKrw(fromKrw)}부터 ${formatKrw(stepKrw)}`)
              .join(', ')}
      </dd>
      {auction.capKrw < CAP_MAX_KRW && (
        <>
          <dt>상한가</dt>
          <dd>{formatKrw(auction.capKrw)}</dd>
        </>
      )}
      {auction.reserve !== 'none' && (
        <>
          <dt>최저 낙찰가</dt>
          <dd>있음 · 금액은 판매자만 알고, 거기 못 미치면 팔리지 않아요</dd>
        </>
      )}
      {auction.buyNowKrw !== null && (
        <>
          <dt>즉시 구매가</dt>
          <dd>{formatKrw(auction.buyNowKrw)}</dd>
        </>
      )}
      {auction.premiumBp > 0 && (
        <>
          <dt>구매 수수료</dt>
          <dd>낙찰가의 {formatRate(auction.premiumBp)}를 더해 결제해요</dd>
        </>
      )}
      <dt>열림</dt>
      <dd>{formatMoment(auction.opensAtMs)}</dd>
      <dt>마감</dt>
      <dd>
        <Closing closesAtMs={auction.closesAtMs} />
        {auction.extension === 'none' ? ' 정각 · 자동 연장 없음' : ` · ${extensionRule()}`}
      </dd>
      <dt>결제 기한</dt>
      <dd>
        <PayWithin />
      </dd>
      <dt>입찰 규칙</dt>
      <dd>
        <Link className="text-link" to={RULES_PATH}>
          가격이 정해지는 방법과 마감 규칙
        </Link>
      </dd>
    </dl>
  );
}

/** As the terms are now: those of the closing are the ones that count. */
function PayWithin() {
  const { data: terms } = useTerms();
  return terms ? payWithinWords(terms) : '낙찰되면 알려 드려요';
}

/** `오늘 18:00:00`: it is a matter of milliseconds. */
function Closing({ closesAtMs }: { closesAtMs: number }) {
  const day = useServerTime((nowMs) =>
    (nowMs === null ? formatMoment(closesAtMs) : formatNearMoment(closesAtMs, nowMs)).replace(
      / \d\d:\d\d$/,
      '',
    ),
  );
  return (
    <>
      {day} {formatClock(closesAtMs)}
    </>
  );
}
