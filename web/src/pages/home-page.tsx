import { CalendarClock } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { ButtonLink } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { AuctionSection } from '../features/auctions/auction-section.tsx';
import { DayBar } from '../features/auctions/day-bar.tsx';
import { Filters } from '../features/auctions/filters.tsx';
import { useAuctionList } from '../features/auctions/use-auction-list.ts';
import { usePhase, useToday } from '../features/auctions/use-today.ts';
import type { ListState } from '../lib/paths.ts';
import { listPath, NEW_AUCTION_PATH } from '../lib/paths.ts';

const STATES: readonly string[] = ['coming', 'live', 'ended'];

/** Home by the hour, and the lists that its chips lead to. */
export function HomePage() {
  const [search] = useSearchParams();
  const given = search.get('state');
  const state = given && STATES.includes(given) ? (given as ListState) : null;
  const categoryId = search.get('category');
  return (
    <>
      <title>사고팔고 · 모두 같은 시계로 여는 경매</title>
      <DayHead />
      <Filters state={state} categoryId={categoryId} />
      {state ? <FilteredList state={state} categoryId={categoryId} /> : <Today />}
    </>
  );
}

function DayHead() {
  const live = useAuctionList('live', null);
  const pages = live.data?.pages ?? [];
  const all = pages.length > 0 && !live.hasNextPage;
  const count = pages.reduce((sum, { items }) => sum + items.length, 0);
  return <DayBar liveCount={all ? count : null} />;
}

function Today() {
  const phase = usePhase();
  const live = useAuctionList('live', null);
  const today = useToday();
  if (phase === 'live' || phase === null) {
    return <AuctionSection title="지금 진행 중" list={live} empty={<NothingLive />} />;
  }
  return (
    <>
      <AuctionSection title="지금 진행 중" list={live} />
      <AuctionSection
        title={phase === 'coming' ? '오늘 9시에 열려요' : '오늘의 결과'}
        list={today}
        empty={<NothingToday ended={phase === 'ended'} />}
      />
    </>
  );
}

function FilteredList({ state, categoryId }: { state: ListState; categoryId: string | null }) {
  const list = useAuctionList(state, categoryId);
  return <AuctionSection list={list} empty={<NothingHere state={state} />} />;
}

function NothingLive() {
  return (
    <Notice
      icon={CalendarClock}
      title="지금 진행 중인 경매가 없어요"
      action={<ButtonLink to={listPath('coming')}>곧 열릴 경매 보기</ButtonLink>}
    />
  );
}

function NothingToday({ ended }: { ended: boolean }) {
  return (
    <Notice
      icon={CalendarClock}
      title={ended ? '오늘 닫힌 경매가 없어요' : '오늘 열릴 경매가 아직 없어요'}
      action={<ButtonLink to={listPath('coming')}>다가오는 경매 보기</ButtonLink>}
    />
  );
}

function NothingHere({ state }: { state: ListState }) {
  const titles = {
    live: '지금 진행 중인 경매가 없어요',
    coming: '곧 열릴 경매가 없어요',
    ended: '아직 끝난 경매가 없어요',
  };
  return (
    <Notice
      icon={CalendarClock}
      title={titles[state]}
      action={
        state === 'coming' ? (
          <ButtonLink to={NEW_AUCTION_PATH}>첫 물건 올리기</ButtonLink>
        ) : (
          <ButtonLink to={listPath('coming')}>곧 열릴 경매 보기</ButtonLink>
        )
      }
    />
  );
}
