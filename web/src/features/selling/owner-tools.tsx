import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { AuctionState } from '@sagopalgo/core/rules/auction-states.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { useNavigate } from 'react-router';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { unsoldWords } from '../../components/state-words.ts';
import { Strip } from '../../components/strip.tsx';
import { editAuctionPath, MY_SALES_PATH } from '../../lib/paths.ts';
import { isHalted } from '../../lib/shown-auction.ts';
import './owner-tools.css';
import { RelistButton } from './relist-button.tsx';
import { useDeleteAuction } from './use-listing.ts';

/** What its seller can do about an auction: change or delete it before it opens, watch it afterwards. */
export function OwnerTools({ auction, state }: { auction: Auction; state: AuctionState }) {
  const coming = state === 'coming';
  return (
    <div className="owner">
      <Strip testId="own-auction">{wordsFor(auction, state)}</Strip>
      <OwnReserve auction={auction} />
      {coming ? (
        <div className="row">
          <ButtonLink to={editAuctionPath(auction.auctionId)}>고치기</ButtonLink>
          <DeleteButton auctionId={auction.auctionId} />
        </div>
      ) : (
        <div className="row">
          {state === 'unsold' && (
            <RelistButton auctionId={auction.auctionId} startKrw={auction.startKrw} />
          )}
          <ButtonLink to={MY_SALES_PATH}>내 판매 보기</ButtonLink>
        </div>
      )}
    </div>
  );
}

/** What the seller alone knows of the price that must be reached. */
function OwnReserve({ auction: { own, reserve } }: { auction: Auction }) {
  if (!own || own.reserveKrw === null) return null;
  return (
    <p className="own-reserve num" data-testid="own-reserve">
      내 최저 낙찰가 <b>{formatKrw(own.reserveKrw)}</b> ·{' '}
      {reserve === 'met' ? '도달했어요.' : '아직 못 미쳤어요.'} 이 금액은 나만 볼 수 있어요.
    </p>
  );
}

function wordsFor(auction: Auction, state: AuctionState): string {
  if (isHalted(auction)) return '확인 중이라 잠시 멈춘 경매예요. 확인이 끝나면 알려 드릴게요.';
  switch (state) {
    case 'coming':
      return '내가 올린 경매예요. 열리기 전까지 고칠 수 있어요.';
    case 'live':
      return '내가 올린 경매예요. 입찰은 할 수 없어요.';
    case 'closed':
      return '마감됐어요. 결과를 확인하고 있어요.';
    case 'sold':
      return `${formatKrw(auction.priceKrw ?? 0)}에 팔렸어요. 다음 할 일은 내 판매에서 볼 수 있어요.`;
    case 'unsold':
      return unsoldWords(auction);
    case 'cancelled':
      return '취소된 경매예요.';
    default:
      throw new Error(`no words for ${String(state satisfies never)}`);
  }
}

function DeleteButton({ auctionId }: { auctionId: string }) {
  const navigate = useNavigate();
  const remove = useDeleteAuction(auctionId);
  const done = () => void navigate(MY_SALES_PATH, { replace: true });
  return (
    <AskDialog
      trigger={<Button>지우기</Button>}
      title="이 경매를 지울까요?"
      yes="네, 지울게요"
      no="그대로 두기"
      busy={remove.isPending}
      error={remove.error}
      onYes={() => remove.mutate(undefined, { onSuccess: done })}
    >
      <p>지우면 되돌릴 수 없어요.</p>
    </AskDialog>
  );
}
