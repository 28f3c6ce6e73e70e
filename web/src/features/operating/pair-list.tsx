import { Users } from 'lucide-react';
import { Link } from 'react-router';
import { Failure } from '../../components/failure.tsx';
import { Notice } from '../../components/notice.tsx';
import { formatMoment } from '../../lib/format.ts';
import { auctionPath } from '../../lib/paths.ts';
import { ListSkeleton } from './paged-list.tsx';
import type { ShieldingPair } from './use-operating.ts';
import { useShieldingPairs } from './use-operating.ts';

/** Pairs that may be one person with two accounts, and why they are shown. */
export function PairList() {
  const { data, error, refetch } = useShieldingPairs();
  return (
    <>
      <p className="operator-lead">
        낙찰받고 결제하지 않은 사람과 그 바로 다음 입찰자가 여러 경매에서 다시 만난 짝이에요. 한
        사람이 다른 계정으로 값을 크게 올려 남들을 물러서게 한 뒤 결제하지 않고, 다음 순위의 낮은
        값에 사려 했을 수 있어요. 우연일 수도 있으니 경매의 입찰 기록을 함께 살펴봐 주세요.
      </p>
      {!data && !error && <ListSkeleton />}
      {!data && error && <Failure error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <Notice icon={Users} title="되풀이된 짝이 없어요" />}
      <ul className="operator-list">
        {data?.items.map((pair) => (
          <li key={`${pair.defaulterNickname} ${pair.runnerUpNickname}`}>
            <PairCard pair={pair} />
          </li>
        ))}
      </ul>
    </>
  );
}

function PairCard({ pair }: { pair: ShieldingPair }) {
  return (
    <article className="operator-card num" data-testid="shielding-pair">
      <h2>
        {pair.defaulterNickname} → {pair.runnerUpNickname}
      </h2>
      <dl className="operator-facts">
        <dt>결제하지 않음</dt>
        <dd>{pair.defaulterNickname}</dd>
        <dt>다음 입찰자</dt>
        <dd>{pair.runnerUpNickname}</dd>
        <dt>만난 횟수</dt>
        <dd>
          <b>{pair.times}번</b> · 마지막 {formatMoment(pair.lastAtMs)}
        </dd>
        <dt>경매</dt>
        <dd className="links">
          {pair.auctionIds.map((auctionId, place) => (
            <Link key={auctionId} className="text-link" to={auctionPath(auctionId)}>
              {place + 1}번째 경매
            </Link>
          ))}
        </dd>
      </dl>
    </article>
  );
}
