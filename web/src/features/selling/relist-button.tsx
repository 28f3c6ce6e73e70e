import { useState } from 'react';
import { useNavigate } from 'react-router';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { Button } from '../../components/button.tsx';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import { formatRate } from '../../lib/format.ts';
import { auctionPath } from '../../lib/paths.ts';
import { useTerms } from '../../lib/use-terms.ts';
import { SaleDateField } from './sale-date-field.tsx';
import { useRelistAuction } from './use-listing.ts';

/** Lists the same thing again on a day to be chosen, and leads to the new auction. */
export function RelistButton({ auctionId }: { auctionId: string }) {
  const navigate = useNavigate();
  const relist = useRelistAuction(auctionId);
  const { data: terms } = useTerms();
  const [saleDate, setSaleDate] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const refused =
    relist.error instanceof ApiRefusal ? relist.error.fieldFaults()['saleDate'] : undefined;
  const missing = tried && saleDate === null ? '경매하는 날을 골라 주세요.' : undefined;
  const send = () => {
    setTried(true);
    if (saleDate === null) return;
    relist.mutate(saleDate, {
      onSuccess: (auction) => void navigate(auctionPath(auction.auctionId)),
    });
  };
  return (
    <AskDialog
      trigger={<Button>다시 올리기</Button>}
      title="언제 다시 올릴까요?"
      yes="이날 다시 올리기"
      no="그만두기"
      busy={relist.isPending}
      error={refused === undefined ? relist.error : null}
      onYes={send}
    >
      <p>
        같은 내용으로 새 경매를 올려요. 열리기 전까지 고칠 수 있어요.
        {terms && ` 판매 수수료는 지금 기준인 ${formatRate(terms.feeBp)}예요.`}
      </p>
      <SaleDateField value={saleDate} onChange={setSaleDate} fault={missing ?? refused} />
    </AskDialog>
  );
}
