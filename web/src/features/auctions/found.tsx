import type { Facets, listAuctions, ListedState } from '@sagopalgo/core/contracts/auction-lists.ts';
import { SearchX } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { z } from 'zod';
import { ButtonLink } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { formatCount } from '../../lib/format.ts';
import { choicesPath, NO_CHOICES, soughtText } from '../../lib/list-choices.ts';
import type { ListChoices } from '../../lib/list-choices.ts';
import { filterWords } from './filter-words.ts';

const STATE_NAMES: Readonly<Record<ListedState, string>> = {
  live: '진행 중인 경매',
  coming: '곧 열릴 경매',
  ended: '지난 경매',
};

type Total = z.output<typeof listAuctions.reply>['total'];

interface FoundWordsProps {
  /** As it is said. */
  sought: string;
  /** Undefined while it is not known. */
  total: Total;
  hasFailed: boolean;
}

/** What was looked for and how much of it there is, also for those who listen. */
export function FoundWords({ sought, total, hasFailed }: FoundWordsProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever searches by keyboard goes on here, not at the top of the page.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <h1 ref={heading} tabIndex={-1} className="found-words" aria-live="polite">
      {foundText(sought, total, hasFailed)}
    </h1>
  );
}

function foundText(sought: string, total: Total, hasFailed: boolean): string {
  if (total) return `${sought} ${formatCount(total.count)}점${total.isExact ? '' : ' 이상'}`;
  return hasFailed ? `${sought} 찾지 못했어요` : `${sought} 찾는 중`;
}

/** Nothing was found: where there is something after all, or what to look for less. */
export function NothingFound({
  choices,
  facets,
}: {
  choices: ListChoices;
  facets: Facets | undefined;
}) {
  const { state, words, hashtag } = choices;
  const sought = soughtText(choices);
  const elsewhere = facets?.states.find((facet) => facet.state !== state && facet.count > 0);
  const others = filterWords({ ...choices, hashtag: null });
  const isFiltered = others.length > 0 || choices.categoryId !== null;
  return (
    <Notice
      icon={SearchX}
      title={
        sought === ''
          ? '조건에 맞는 경매가 없어요'
          : `${sought}에 맞는 ${STATE_NAMES[state ?? 'live']}가 없어요`
      }
      action={
        elsewhere ? (
          <ButtonLink to={choicesPath({ ...choices, state: elsewhere.state })}>
            {`${STATE_NAMES[elsewhere.state]} ${formatCount(elsewhere.count)}점 보기`}
          </ButtonLink>
        ) : (
          <ButtonLink
            to={choicesPath({
              ...NO_CHOICES,
              state: state ?? 'live',
              ...(isFiltered && { words, hashtag }),
            })}
          >
            {isFiltered ? '조건을 모두 끄고 보기' : `${STATE_NAMES[state ?? 'live']} 모두 보기`}
          </ButtonLink>
        )
      }
    />
  );
}
