import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Strip } from '../../components/strip.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import { formatExactClock } from '../../lib/format.ts';
import type { OwnBid } from '../../lib/own-bids.ts';
import { saveFile } from '../../lib/save-file.ts';
import './proof.css';
import { KIND_WORDS, useOwnBids, useReceipt } from './use-receipts.ts';
import type { Bidder } from './use-receipts.ts';

/** The receipts of the bids that one made in this tab; nothing where there are none. */
export function Receipts({ auctionId }: { auctionId: string }) {
  const own = useOwnBids(auctionId);
  if (!own || own.bids.length === 0) return null;
  return (
    <section className="sec proof num">
      <h2>내 영수증</h2>
      <p className="about">
        사고팔고가 서명한 입찰 확인서예요. 나중에 내 입찰이 기록에서 빠지거나 바뀌면 이것으로 밝힐
        수 있어요. 내가 건 금액이 그대로 들어 있으니 남에게 보일 때는 조심해 주세요.
      </p>
      <ul className="receipts">
        {own.bids.map((bid) => (
          <li key={bid.bidId} data-testid="own-bid">
            <Receipt bid={bid} bidder={{ userId: own.userId, auctionId }} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Receipt({ bid, bidder }: { bid: OwnBid; bidder: Bidder }) {
  const { receipt, fetch, busy, error } = useReceipt(bidder, bid.bidId);
  const name = `${KIND_WORDS[bid.kind]} ${formatExactClock(bid.acceptedAtMs)}`;
  return (
    <>
      <div className="row apart wraps">
        <span>
          {KIND_WORDS[bid.kind]} <time>{formatExactClock(bid.acceptedAtMs)}</time>
        </span>
        {receipt === null ? (
          <Button onPress={fetch} busy={busy} aria-label={`${name} 영수증 받기`}>
            영수증 받기
          </Button>
        ) : (
          <KeepReceipt receipt={receipt} bidId={bid.bidId} name={name} />
        )}
      </div>
      <div role="alert">{error && !busy && <Strip mood="out">{wordsOf(error)}</Strip>}</div>
    </>
  );
}

function KeepReceipt({ receipt, bidId, name }: { receipt: string; bidId: string; name: string }) {
  const [copied, setCopied] = useState<'done' | 'refused' | null>(null);
  const copy = () => {
    navigator.clipboard.writeText(receipt).then(
      () => setCopied('done'),
      () => setCopied('refused'),
    );
  };
  const save = () => saveFile(`sagopalgo-receipt-${bidId}.jws`, `${receipt}\n`, 'application/jose');
  return (
    <div className="row wraps">
      <span aria-live="polite">{copied && COPIED_WORDS[copied]}</span>
      {/* Pages on plain http have no clipboard. */}
      {isSecureContext && (
        <Button kind="quiet" onPress={copy} aria-label={`${name} 영수증 복사`}>
          복사
        </Button>
      )}
      <Button onPress={save} aria-label={`${name} 영수증 파일로 저장`}>
        파일로 저장
      </Button>
    </div>
  );
}

const COPIED_WORDS = { done: '복사했어요', refused: '복사하지 못했어요' };
