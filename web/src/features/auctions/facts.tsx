import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { CAP_MAX_KRW } from '@sagopalgo/core/rules/bid-steps.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { formatClock, formatMoment, formatNearMoment } from '../../lib/format.ts';
import { useServerTime } from '../../lib/use-server-time.ts';
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
      <dt>열림</dt>
      <dd>{formatMoment(auction.opensAtMs)}</dd>
      <dt>마감</dt>
      <dd>
        <Closing closesAtMs={auction.closesAtMs} />
        {auction.extension === 'none' && ' · 자동 연장 없음'}
      </dd>
      <dt>결제 기한</dt>
      <dd>낙찰 후 48시간 (1,000만 원부터 7일)</dd>
    </dl>
  );
}

/** `오늘 18:00:00 정각`: it is a matter of milliseconds. */
function Closing({ closesAtMs }: { closesAtMs: number }) {
  const day = useServerTime((nowMs) =>
    (nowMs === null ? formatMoment(closesAtMs) : formatNearMoment(closesAtMs, nowMs)).replace(
      / \d\d:\d\d$/,
      '',
    ),
  );
  return (
    <>
      {day} {formatClock(closesAtMs)} 정각
    </>
  );
}
