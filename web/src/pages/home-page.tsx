import type { ListedState } from '@sagopalgo/core/contracts/auction-lists.ts';
import { CalendarClock } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { ButtonLink } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { AuctionSection } from '../features/auctions/auction-section.tsx';
import { DayBar } from '../features/auctions/day-bar.tsx';
import { filterWords } from '../features/auctions/filter-words.ts';
import { Filters } from '../features/auctions/filters.tsx';
import { FoundWords, NothingFound } from '../features/auctions/found.tsx';
import { ListTools } from '../features/auctions/list-tools.tsx';
import { useAuctionList } from '../features/auctions/use-auction-list.ts';
import { usePhase, useToday } from '../features/auctions/use-today.ts';
import { SearchBox } from '../features/search/search-box.tsx';
import { choicesPath, isSearch, NO_CHOICES, readChoices, soughtText } from '../lib/list-choices.ts';
import type { ListChoices } from '../lib/list-choices.ts';
import { listPath, NEW_AUCTION_PATH } from '../lib/paths.ts';
import { ONE_HAND, useMedia } from '../lib/use-media.ts';
import './home-page.css';

const LIVE: ListChoices = { ...NO_CHOICES, state: 'live' };

/** Home by the hour, and the lists that its chips, its filters and a search lead to. */
export function HomePage() {
  const [search] = useSearchParams();
  const choices = readChoices(search);
  const oneHand = useMedia(ONE_HAND);
  return (
    <>
      <title>{titleOf(choices)}</title>
      <link rel="canonical" href={new URL(choicesPath(choices), location.origin).href} />
      {oneHand && (
        <div className="home-search">
          <SearchBox />
        </div>
      )}
      {!isSearch(choices) && <DayHead />}
      {choices.state ? <ChosenList choices={choices} /> : <Today />}
    </>
  );
}

function titleOf(choices: ListChoices): string {
  const { words, hashtag } = choices;
  if (!isSearch(choices)) return '사고팔고 · 모두 같은 시계로 여는 경매';
  return hashtag === null ? `${words} 찾기 · 사고팔고` : `${soughtText(choices)} · 사고팔고`;
}

function DayHead() {
  const live = useAuctionList(LIVE);
  const pages = live.data?.pages ?? [];
  const all = pages.length > 0 && !live.hasNextPage;
  const count = pages.reduce((sum, { items }) => sum + items.length, 0);
  return <DayBar liveCount={all ? count : null} />;
}

function Today() {
  const phase = usePhase();
  const live = useAuctionList(LIVE);
  const today = useToday();
  const isAllLive = phase === 'live' || phase === null;
  return (
    <>
      <Filters choices={NO_CHOICES} facets={undefined} />
      <AuctionSection
        title="지금 진행 중"
        list={live}
        empty={isAllLive ? <NothingLive /> : undefined}
      />
      {!isAllLive && (
        <AuctionSection
          title={phase === 'coming' ? '오늘 9시에 열려요' : '오늘의 결과'}
          list={today}
          empty={<NothingToday ended={phase === 'ended'} />}
        />
      )}
    </>
  );
}

function ChosenList({ choices }: { choices: ListChoices }) {
  const list = useAuctionList(choices);
  const [first] = list.data?.pages ?? [];
  const { state } = choices;
  const sought = soughtText(choices);
  const isFiltered = filterWords(choices).length > 0;
  const nothing = <NothingHere state={state ?? 'live'} />;
  return (
    <>
      {sought !== '' && (
        <FoundWords
          key={sought}
          sought={sought}
          total={first?.total}
          hasFailed={!first && list.isError}
        />
      )}
      <Filters choices={choices} facets={first?.facets} />
      <ListTools choices={choices} prices={first?.facets?.prices ?? []} />
      <AuctionSection
        list={list}
        empty={
          sought !== '' || isFiltered ? (
            <NothingFound choices={choices} facets={first?.facets} />
          ) : (
            nothing
          )
        }
      />
    </>
  );
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

function NothingHere({ state }: { state: ListedState }) {
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
