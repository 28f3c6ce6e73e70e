import { Store } from 'lucide-react';
import { Link } from 'react-router';
import { ButtonLink } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { MyList } from '../features/mine/my-list.tsx';
import { MySaleRow } from '../features/mine/my-sale-row.tsx';
import { useMySales } from '../features/mine/use-mine.ts';
import { RelistButton } from '../features/selling/relist-button.tsx';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';
import { NEW_AUCTION_PATH, SETTLEMENT_PATH } from '../lib/paths.ts';

/** 내 판매: every auction one sells. */
export function MySalesPage() {
  const list = useMySales();
  return (
    <SignedInOnly title="내 판매">
      <title>내 판매 · 사고팔고</title>
      <h1 className="page-title">내 판매</h1>
      <p className="page-lead">
        올린 물건과 그 결과예요. 판매 대금은{' '}
        <Link className="text-link" to={SETTLEMENT_PATH}>
          내 정산
        </Link>
        에서 볼 수 있어요.
      </p>
      <MyList
        list={list}
        renderRow={(item) => (
          <MySaleRow
            item={item}
            relist={<RelistButton auctionId={item.auctionId} startKrw={item.startKrw} />}
          />
        )}
        empty={
          <Notice
            icon={Store}
            title="아직 올린 물건이 없어요"
            action={
              <ButtonLink kind="primary" to={NEW_AUCTION_PATH}>
                첫 물건 올리기
              </ButtonLink>
            }
          />
        }
      />
    </SignedInOnly>
  );
}
