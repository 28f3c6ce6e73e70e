import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { Fragment } from 'react';
import { Bone } from '../../components/bone.tsx';
import { Button } from '../../components/button.tsx';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import { formatCount, formatExactClock } from '../../lib/format.ts';
import './bid-history.css';
import { useHistory } from './use-history.ts';

const SKELETON_ROWS = 4;

interface BidHistoryProps {
  auctionId: string;
  /** The reader's own alias in this auction, if any. */
  ownAlias: string | null;
  open: boolean;
}

/** Every visible bid with its moment to the millisecond; new ones come in at the top. */
export function BidHistory({ auctionId, ownAlias, open }: BidHistoryProps) {
  const history = useHistory(auctionId);
  if (!history.known) {
    return history.error ? (
      <Failure error={history.error} onRetry={() => void history.refetch()} />
    ) : (
      <HistorySkeleton />
    );
  }
  if (history.bids.length === 0) {
    return (
      <p className="log-none">
        {open ? '아직 입찰이 없어요. 첫 입찰은 시작가부터 할 수 있어요.' : '입찰이 없었어요.'}
      </p>
    );
  }
  return (
    <>
      <table className="log">
        <thead className="unseen">
          <tr>
            <th scope="col">입찰한 사람</th>
            <th scope="col">금액</th>
            <th scope="col">시각</th>
          </tr>
        </thead>
        <tbody>
          <Missing count={history.missing[0]} />
          {history.bids.map((bid, index) => (
            <Fragment key={bid.seq}>
              <tr className="num" data-testid="bid-row" data-seq={bid.seq}>
                <td className={bid.alias === ownAlias ? 'me' : ''}>
                  {nameOf(bid.alias, ownAlias)}
                  {bid.leaderAlias !== bid.alias && (
                    <small>최고 입찰은 {nameOf(bid.leaderAlias, ownAlias)}</small>
                  )}
                </td>
                <td>{formatKrw(bid.priceKrw)}</td>
                <td>{formatExactClock(bid.acceptedAtMs)}</td>
              </tr>
              <Missing count={history.missing[index + 1]} />
            </Fragment>
          ))}
        </tbody>
      </table>
      {history.data === undefined && history.error && (
        <Failure error={history.error} onRetry={() => void history.refetch()} />
      )}
      {history.hasNextPage && (
        <div className="log-more">
          <Button onPress={() => void history.fetchNextPage()} busy={history.isFetchingNextPage}>
            이전 기록 더 보기
          </Button>
        </div>
      )}
    </>
  );
}

/** The list does not pretend to be whole while it is not. */
function Missing({ count = 0 }: { count: number | undefined }) {
  if (count === 0) return null;
  return (
    <tr className="num" data-testid="bids-missing">
      <td className="missing" colSpan={3}>
        입찰 {formatCount(count)}건을 불러오는 중
      </td>
    </tr>
  );
}

function nameOf(alias: string, ownAlias: string | null): string {
  return alias === ownAlias ? '나' : alias;
}

function HistorySkeleton() {
  return (
    <Loading label="입찰 기록을 불러오는 중">
      {Array.from({ length: SKELETON_ROWS }, (_, row) => (
        <Bone key={row} height={20} style={{ margin: '9px 0 10px' }} />
      ))}
    </Loading>
  );
}
