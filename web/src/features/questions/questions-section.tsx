import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { AuctionState } from '@sagopalgo/core/rules/auction-states.ts';
import type { RefObject } from 'react';
import { useEffect, useId, useRef } from 'react';
import { useLocation } from 'react-router';
import { Bone } from '../../components/bone.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import { logInPath, QUESTIONS_ID } from '../../lib/paths.ts';
import { useSession } from '../../lib/use-session.ts';
import { AskForm } from './ask-form.tsx';
import { QuestionItem } from './question-item.tsx';
import './questions.css';
import { useQuestions } from './use-questions.ts';

interface QuestionsSectionProps {
  auction: Auction;
  state: AuctionState;
}

/** What people ask about a thing, and what its seller answers. */
export function QuestionsSection({ auction, state }: QuestionsSectionProps) {
  const headingId = useId();
  const isOpen = (state === 'live' || state === 'coming') && !auction.hidden;
  const place = useComeHere();
  return (
    <section
      ref={place}
      id={QUESTIONS_ID}
      className="sec"
      aria-labelledby={headingId}
      data-testid="questions"
    >
      <h2 id={headingId}>질문과 답</h2>
      {isOpen && !auction.own && <Asking auctionId={auction.auctionId} />}
      <Questions auction={auction} isOpen={isOpen} />
    </section>
  );
}

/** The page is there before the auction is: whoever was led here is brought here once it is. */
function useComeHere(): RefObject<HTMLElement | null> {
  const place = useRef<HTMLElement>(null);
  const { hash } = useLocation();
  useEffect(() => {
    if (hash === `#${QUESTIONS_ID}`) place.current?.scrollIntoView();
  }, [hash]);
  return place;
}

function Asking({ auctionId }: { auctionId: string }) {
  const session = useSession();
  const { pathname } = useLocation();
  if (session === undefined || session?.role === 'ADMIN') return null;
  if (session) return <AskForm auctionId={auctionId} />;
  return <ButtonLink to={logInPath(pathname)}>로그인하고 물어보기</ButtonLink>;
}

function Questions({ auction, isOpen }: { auction: Auction; isOpen: boolean }) {
  const { auctionId } = auction;
  const list = useQuestions(auctionId);
  if (!list.data) {
    if (list.error) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
    return (
      <Loading label="질문을 불러오는 중">
        <Bone height={64} style={{ marginTop: 16 }} />
      </Loading>
    );
  }
  const questions = list.data.pages.flatMap(({ items }) => items);
  if (questions.length === 0) {
    return <p className="questions-none">{isOpen ? '아직 질문이 없어요.' : '질문이 없었어요.'}</p>;
  }
  return (
    <>
      <ul className="questions">
        {questions.map((question) => (
          <li key={question.questionId}>
            <QuestionItem
              auctionId={auctionId}
              question={question}
              isSeller={auction.own !== undefined}
              isOpen={isOpen}
            />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button onPress={() => void list.fetchNextPage()} busy={list.isFetchingNextPage}>
          질문 더 보기
        </Button>
      )}
    </>
  );
}
