import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { Button } from '../../components/button.tsx';
import { FeeNote } from '../../components/fee-note.tsx';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import { auctionPath } from '../../lib/paths.ts';
import { useTerms } from '../../lib/use-terms.ts';
import { SaleDateField } from './sale-date-field.tsx';
import { useRelistAuction } from './use-listing.ts';

interface RelistButtonProps {
  auctionId: string;
  /** What it starts at, then as now. */
  startKrw: number;
}

/** Lists the same thing again on a day to be chosen, and leads to the new auction. */
export function RelistButton({ auctionId, startKrw }: RelistButtonProps) {
  const navigate = useNavigate();
  const relist = useRelistAuction(auctionId);
  const { data: terms } = useTerms();
  const [saleDate, setSaleDate] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const refused =
    relist.error instanceof ApiRefusal ? relist.error.fieldFaults()['saleDate'] : undefined;
  const relistedAs = relistedAsIn(relist.error);
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
      error={refused === undefined && relistedAs === null ? relist.error : null}
      onYes={send}
    >
      <p>같은 내용으로 새 경매를 올려요. 열리기 전까지 고칠 수 있어요. 수수료는 지금 기준이에요.</p>
      <FeeNote rates={terms} startsKrw={[startKrw]} />
      {relistedAs === null ? (
        <SaleDateField value={saleDate} onChange={setSaleDate} fault={missing ?? refused} />
      ) : (
        <p role="alert">
          이미 다시 올렸어요.{' '}
          <Link className="text-link" to={auctionPath(relistedAs)}>
            다시 올린 경매 보기
          </Link>
        </p>
      )}
    </AskDialog>
  );
}

/** The auction that lists it again already, where that is why it was refused. */
function relistedAsIn(error: Error | null): string | null {
  if (!(error instanceof ApiRefusal) || error.code !== 'NOT_RELISTABLE') return null;
  const { relistedAs } = error.detail;
  return typeof relistedAs === 'string' ? relistedAs : null;
}
