import type { DayAuction } from '@sagopalgo/core/contracts/operating.ts';
import type { AuditEntry } from '@sagopalgo/core/contracts/operator-deeds.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { useState } from 'react';
import { Link } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { ReasonQuestion } from '../../components/reason-question.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { HALTED_WORDS, STATE_WORDS } from '../../components/state-words.ts';
import { formatMoment } from '../../lib/format.ts';
import { auctionPath } from '../../lib/paths.ts';
import { Folded } from './folded.tsx';
import { TaskWord } from './task-word.tsx';
import { auctionDeeds, useDeed } from './use-day.ts';

const MINUTE_MS = 60_000;
const MOVES = [
  [10, '10분 늦게'],
  [30, '30분 늦게'],
  [60, '1시간 늦게'],
  [180, '3시간 늦게'],
  [1440, '하루 늦게'],
] as const;

/** What the keeper was asked to do with an auction. */
export interface Asked {
  entry: AuditEntry;
  /** With its particle, as `취소를`. */
  what: string;
}

interface DayCardProps {
  auction: DayAuction;
  /** The last of this auction. */
  asked: Asked | null;
  onAsked: (asked: Asked) => void;
}

/** One auction of the day: how it stands, and what can be done about it. */
export function DayCard({ auction, asked, onAsked }: DayCardProps) {
  const { title, state, interrupted, hidden, unrecorded } = auction;
  const { words, mood } = interrupted ? HALTED_WORDS : STATE_WORDS[state];
  return (
    <article
      className="operator-card num"
      data-testid="day-auction"
      data-auction-id={auction.auctionId}
    >
      <header className="row apart">
        <h2>
          <Link className="text-link" to={auctionPath(auction.auctionId)}>
            {title}
          </Link>
        </h2>
        <span className="row">
          {hidden && <Badge mood="warn">숨김</Badge>}
          <Badge mood={mood}>{words}</Badge>
        </span>
      </header>
      <dl className="operator-facts">
        <dt>가격</dt>
        <dd>
          <b>{auction.priceKrw === null ? '입찰 없음' : formatKrw(auction.priceKrw)}</b>
          {auction.bidCount > 0 && ` · 입찰 ${auction.bidCount}`}
        </dd>
        <dt>판매자</dt>
        <dd>{auction.sellerNickname}</dd>
        <dt>마감</dt>
        <dd>{formatMoment(auction.closesAtMs)}</dd>
        {unrecorded !== null && unrecorded > 0 && (
          <>
            <dt>기록 대기</dt>
            <dd>{unrecorded}건</dd>
          </>
        )}
      </dl>
      <Deeds auction={auction} onAsked={onAsked} />
      <TaskWord asked={asked?.entry ?? null} what={asked?.what ?? ''} />
    </article>
  );
}

type DeedsProps = Omit<DayCardProps, 'asked'>;

function Deeds({ auction, onAsked }: DeedsProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Folded summary="조치" isOpen={isOpen} onToggle={setOpen}>
      {isOpen && (
        <div className="operator-deeds">
          <HideQuestion auction={auction} />
          <KeeperDeeds auction={auction} onAsked={onAsked} />
        </div>
      )}
    </Folded>
  );
}

function HideQuestion({ auction }: { auction: DayAuction }) {
  const deeds = auctionDeeds(auction);
  const hide = useDeed(auction.hidden ? deeds.unhide : deeds.hide);
  return auction.hidden ? (
    <ReasonQuestion
      button="다시 보이기"
      title={`‘${auction.title}’ 경매를 다시 보일까요?`}
      meaning="목록과 검색에 다시 나오고 누구나 볼 수 있어요."
      label="다시 보이는 이유"
      yes="네, 보일게요"
      move={hide}
    />
  ) : (
    <ReasonQuestion
      button="숨기기"
      title={`‘${auction.title}’ 경매를 숨길까요?`}
      meaning="목록과 검색, 주소에서 사라지고 판매자와 입찰한 분만 볼 수 있어요. 경매는 그대로 이어져요."
      label="숨기는 이유"
      yes="네, 숨길게요"
      move={hide}
    />
  );
}

function KeeperDeeds({ auction, onAsked }: DeedsProps) {
  const [minutes, setMinutes] = useState<number>(MOVES[0][0]);
  const deeds = auctionDeeds(auction);
  const cancel = useDeed(deeds.cancel, (entry) => onAsked({ entry, what: '취소를' }));
  const move = useDeed(deeds.moveBy(minutes * MINUTE_MS), (entry) =>
    onAsked({ entry, what: '마감 옮기기를' }),
  );
  const { state } = auction;
  return (
    <>
      {(state === 'coming' || state === 'live') && !auction.interrupted && (
        <ReasonQuestion
          button="마감 옮기기"
          title={`‘${auction.title}’ 마감을 옮길까요?`}
          meaning={`지금 마감은 ${formatMoment(auction.closesAtMs)}이에요. 앞당길 수는 없고, 보고 있는 모두에게 바로 알려요.`}
          label="옮기는 이유"
          yes="네, 옮길게요"
          move={move}
        >
          <SelectField
            label="얼마나 늦출까요?"
            placeholder="골라 주세요"
            options={MOVES.map(([id, name]) => ({ id: String(id), name }))}
            value={String(minutes)}
            onChange={(chosen) => setMinutes(Number(chosen))}
          />
        </ReasonQuestion>
      )}
      {['coming', 'live', 'closed'].includes(state) && (
        <ReasonQuestion
          button="경매 취소"
          title={`‘${auction.title}’ 경매를 취소할까요?`}
          meaning={`되돌릴 수 없어요. 입찰 ${auction.bidCount}건이 모두 없던 일이 되고 주문도 생기지 않아요. 보고 있는 모두에게 바로 알려요.`}
          label="취소하는 이유"
          yes="네, 취소할게요"
          move={cancel}
        />
      )}
    </>
  );
}
