import { Award } from 'lucide-react';
import { ButtonLink } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { MyList } from '../features/mine/my-list.tsx';
import { MyWinRow } from '../features/mine/my-win-row.tsx';
import { useMyWins } from '../features/mine/use-mine.ts';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';
import { listPath } from '../lib/paths.ts';

/** 내 낙찰: what one has won, with its order. */
export function MyWinsPage() {
  const list = useMyWins();
  return (
    <SignedInOnly title="내 낙찰">
      <title>내 낙찰 · 사고팔고</title>
      <h1 className="page-title">내 낙찰</h1>
      <p className="page-lead">낙찰받은 물건과 주문이에요. 기한 안에 결제해 주세요.</p>
      <MyList
        list={list}
        renderRow={(item) => <MyWinRow item={item} />}
        empty={
          <Notice
            icon={Award}
            title="아직 낙찰받은 물건이 없어요"
            action={
              <ButtonLink kind="primary" to={listPath('live')}>
                지금 진행 중인 경매 보기
              </ButtonLink>
            }
          />
        }
      />
    </SignedInOnly>
  );
}
