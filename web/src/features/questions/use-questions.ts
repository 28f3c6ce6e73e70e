import {
  answerQuestion,
  askQuestion,
  changeAnswer,
  changeQuestion,
  listQuestions,
  withdrawQuestion,
} from '@sagopalgo/core/contracts/questions.ts';
import type { Question, QuestionVisibility } from '@sagopalgo/core/contracts/questions.ts';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callApi } from '../../lib/call-api.ts';
import { newUuid } from '../../lib/new-uuid.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSession } from '../../lib/use-session.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

const PAGE_SIZE = 10;
/** The stream tells the seller and whoever asked; everybody else reads on. */
const READ_AGAIN_MS = 30_000;

/** What was asked about an auction, as whoever looks may see it, the newest first. */
export function useQuestions(auctionId: string) {
  const session = useSession();
  return useInfiniteQuery({
    queryKey: [...queryKeys.questions(auctionId), session?.userId ?? null],
    queryFn: ({ pageParam }) =>
      callApi(listQuestions, {
        params: { auctionId },
        query: { limit: PAGE_SIZE, ...(pageParam !== '' && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    enabled: session !== undefined,
    refetchInterval: READ_AGAIN_MS,
  });
}

/** Asks something; sent again after a lost answer, it is the same question. */
export function useAsk(auctionId: string, visibility: QuestionVisibility) {
  const readAnew = useReadAnew(auctionId);
  const [sent, setSent] = useState(() => ({ questionId: newUuid(), text: '', visibility }));
  return useSingleMutation({
    mutationFn: (text: string) => {
      const isSame = sent.text === text && sent.visibility === visibility;
      // Other words are another question, also where the first may have got through.
      const body = {
        ...{ text, visibility },
        questionId: isSame || sent.text === '' ? sent.questionId : newUuid(),
      };
      setSent(body);
      return callApi(askQuestion, { params: { auctionId }, body });
    },
    onSuccess: () => {
      setSent({ questionId: newUuid(), text: '', visibility });
      return readAnew();
    },
  });
}

/** What its asker and the seller may do with a question. */
export function useQuestionMoves(auctionId: string, { questionId, revision }: Question) {
  const readAnew = useReadAnew(auctionId);
  const params = { questionId };
  // What was refused may have changed meanwhile: it is shown as it is now.
  const options = { onSuccess: readAnew, onError: () => void readAnew() };
  return {
    change: useSingleMutation({
      mutationFn: (text: string) => callApi(changeQuestion, { params, body: { text } }),
      ...options,
    }),
    withdraw: useSingleMutation({
      mutationFn: () => callApi(withdrawQuestion, { params }),
      ...options,
    }),
    answer: useSingleMutation({
      mutationFn: (text: string) => callApi(answerQuestion, { params, body: { revision, text } }),
      ...options,
    }),
    reword: useSingleMutation({
      mutationFn: (text: string) => callApi(changeAnswer, { params, body: { text } }),
      ...options,
    }),
  };
}

function useReadAnew(auctionId: string) {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: queryKeys.questions(auctionId) });
}
