import { Handshake } from 'lucide-react';
import { ButtonLink } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { MyList } from '../features/mine/my-list.tsx';
import { useMyOffers } from '../features/mine/use-mine.ts';
import { OfferRow } from '../features/second-chance/offer-row.tsx';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';
import { listPath } from '../lib/paths.ts';

/** 차순위 제안: what one may still have because its winner did not pay. */
export function MyOffersPage() {
  const list = useMyOffers();
  return (
    <SignedInOnly title="차순위 제안">
      <title>차순위 제안 · 사고팔고</title>
      <h1 className="page-title">차순위 제안</h1>
      <p className="page-lead">
        낙찰자가 결제하지 않아 내게 온 기회예요. 받을지는 자유롭게 정할 수 있어요.
      </p>
      <MyList
        list={list}
        renderRow={(item) => <OfferRow item={item} />}
        empty={
          <Notice
            icon={Handshake}
            title="아직 받은 제안이 없어요"
            action={
              <ButtonLink kind="primary" to={listPath('live')}>
                지금 진행 중인 경매 보기
              </ButtonLink>
            }
          >
            입찰할 때 차순위 제안 받기를 켜 두면 기회가 왔을 때 알려 드려요.
          </Notice>
        }
      />
    </SignedInOnly>
  );
}
