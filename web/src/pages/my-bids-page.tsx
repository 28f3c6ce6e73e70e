import { Gavel } from 'lucide-react';
import { ButtonLink } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { MyBidRow } from '../features/mine/my-bid-row.tsx';
import { MyList } from '../features/mine/my-list.tsx';
import { useMyBids } from '../features/mine/use-mine.ts';
import { DefaultsNote } from '../features/second-chance/defaults-note.tsx';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';
import { listPath } from '../lib/paths.ts';

/** 내 입찰: every auction one has bid in, and where one stands. */
export function MyBidsPage() {
  const list = useMyBids();
  return (
    <SignedInOnly title="내 입찰">
      <title>내 입찰 · 사고팔고</title>
      <h1 className="page-title">내 입찰</h1>
      <p className="page-lead">입찰한 경매와 지금 순위예요. 가격은 저절로 바뀌어요.</p>
      <DefaultsNote />
      <MyList
        list={list}
        renderRow={(item) => <MyBidRow item={item} />}
        empty={
          <Notice
            icon={Gavel}
            title="아직 입찰한 경매가 없어요"
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
