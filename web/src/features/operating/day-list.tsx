import type { DayAuction } from '@sagopalgo/core/contracts/operating.ts';
import { CalendarX } from 'lucide-react';
import { useState } from 'react';
import { Chip } from '../../components/chip.tsx';
import { Notice } from '../../components/notice.tsx';
import { STATE_WORDS } from '../../components/state-words.ts';
import { OPERATOR_DAY_PATH } from '../../lib/paths.ts';
import { DayCard } from './day-card.tsx';
import type { Asked } from './day-card.tsx';
import { PagedList } from './paged-list.tsx';
import { TaskWord } from './task-word.tsx';
import { useDay } from './use-day.ts';

const DAY_MS = 86_400_000;
const STATES = ['coming', 'live', 'closed', 'sold', 'unsold', 'cancelled'] as const;

type AskedOf = Asked & { title: string };

const idOf = ({ auctionId }: DayAuction) => auctionId;

/** The auctions of a sale date, today's unless the address says another. */
export function DayList({ saleDate }: { saleDate: string | null }) {
  const list = useDay(saleDate);
  const [asked, setAsked] = useState<ReadonlyMap<string, AskedOf>>(new Map());
  const first = list.data?.pages[0];
  const shown = new Set(list.data?.pages.flatMap(({ items }) => items.map(idOf)));
  return (
    <>
      {first && <DayNav saleDate={first.saleDate} />}
      {first && (
        <p className="operator-lead num" data-testid="day-counts">
          {STATES.filter((state) => first.counts[state] > 0)
            .map((state) => `${STATE_WORDS[state].words} ${first.counts[state]}`)
            .concat(first.counts.interrupted > 0 ? `확인 중 ${first.counts.interrupted}` : [])
            .concat(first.counts.hidden > 0 ? `숨김 ${first.counts.hidden}` : [])
            .join(' · ')}
        </p>
      )}
      {/* An auction that closes later may have left the pages that are read: its word has not. */}
      {[...asked]
        .filter(([auctionId]) => first && !shown.has(auctionId))
        .map(([auctionId, { title, entry, what }]) => (
          <TaskWord key={auctionId} asked={entry} what={`‘${title}’ ${what}`} />
        ))}
      <PagedList
        list={list}
        keyOf={idOf}
        empty={<Notice icon={CalendarX} title="이날 열리는 경매가 없어요" />}
        renderItem={(auction) => (
          <DayCard
            auction={auction}
            asked={asked.get(auction.auctionId) ?? null}
            onAsked={(now) =>
              setAsked((before) =>
                new Map(before).set(auction.auctionId, { ...now, title: auction.title }),
              )
            }
          />
        )}
      />
    </>
  );
}

function DayNav({ saleDate }: { saleDate: string }) {
  const path = (days: number) => `${OPERATOR_DAY_PATH}?date=${shifted(saleDate, days)}`;
  return (
    <nav aria-label="판매일" className="operator-days">
      <Chip to={path(-1)} on={false}>
        하루 앞
      </Chip>
      <b className="num">{saleDate}</b>
      <Chip to={path(1)} on={false}>
        하루 뒤
      </Chip>
    </nav>
  );
}

function shifted(saleDate: string, days: number): string {
  return new Date(Date.parse(saleDate) + days * DAY_MS).toISOString().slice(0, 10);
}
