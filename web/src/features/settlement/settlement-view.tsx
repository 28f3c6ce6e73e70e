import { ReceiptText } from 'lucide-react';
import { Bone } from '../../components/bone.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import { Notice } from '../../components/notice.tsx';
import { Strip } from '../../components/strip.tsx';
import { NEW_AUCTION_PATH } from '../../lib/paths.ts';
import { BalanceCard } from './balance-card.tsx';
import { DueOrders } from './due-orders.tsx';
import { Movements } from './movements.tsx';
import { PayoutAccount } from './payout-account.tsx';
import { obstacleWords } from './settlement.ts';
import './settlement.css';
import { useSettlement } from './use-settlement.ts';

/** What one is owed, where it goes, and what has moved. */
export function SettlementView() {
  const list = useSettlement();
  const [newest] = list.data?.pages ?? [];
  if (!newest) {
    return list.error ? (
      <Failure error={list.error} onRetry={() => void list.refetch()} />
    ) : (
      <SettlementSkeleton />
    );
  }
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const obstacle = obstacleWords(newest);
  return (
    <div className="settlement">
      {obstacle && (
        <Strip mood="out" testId="obstacle">
          {obstacle}
        </Strip>
      )}
      <BalanceCard balances={newest} />
      <PayoutAccount account={newest.account} />
      {newest.due.length > 0 && (
        <section aria-label="곧 지급할 돈">
          <h2>곧 지급할 돈</h2>
          <DueOrders orders={newest.due} />
        </section>
      )}
      <section aria-label="정산 내역">
        <h2>정산 내역</h2>
        {items.length > 0 ? <Movements items={items} /> : <NothingMoved />}
        {list.hasNextPage && (
          <Button onPress={() => void list.fetchNextPage()} busy={list.isFetchingNextPage}>
            더 보기
          </Button>
        )}
      </section>
    </div>
  );
}

function NothingMoved() {
  return (
    <Notice
      icon={ReceiptText}
      title="아직 정산할 것이 없어요"
      action={<ButtonLink to={NEW_AUCTION_PATH}>물건 올리기</ButtonLink>}
    >
      물건이 팔리고 구매자가 결제하면 여기에 보여요.
    </Notice>
  );
}

function SettlementSkeleton() {
  return (
    <Loading label="불러오는 중">
      <div className="settlement">
        <Bone height={190} />
        <Bone height={130} />
        <Bone height={240} />
      </div>
    </Loading>
  );
}
