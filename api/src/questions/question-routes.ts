import {
  answerQuestion,
  askQuestion,
  changeAnswer,
  changeQuestion,
  listQuestions,
  withdrawQuestion,
} from '@sagopalgo/core/contracts/questions.ts';
import type { Question } from '@sagopalgo/core/contracts/questions.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Deps } from '../deps.ts';
import { callerOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import { answer, reword } from './answer-question.ts';
import { ask } from './ask-question.ts';
import { change, withdraw } from './change-question.ts';
import { findQuestion } from './find-question.ts';
import { findQuestions } from './find-questions.ts';
import { questionView } from './question-view.ts';

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'settings' | 'records' | 'limits' | 'gate'>;

/** What people ask about an auction, and what its seller answers. */
export function questionRoutes(serve: Serve, deps: Used): void {
  const { db, gate, limits, log } = deps;

  serve(listQuestions, (call) =>
    findQuestions(deps, call.caller, call.params.auctionId, call.query),
  );

  serve(askQuestion, async (call) => {
    const { userId, role } = callerOf(call);
    // As with bids: whoever watches over the auctions takes no part in them.
    if (role === 'ADMIN') throw new RefusalError('FORBIDDEN');
    gate.refuseBlocked(userId);
    await limits.questions.take(userId);
    const { auctionId } = call.params;
    const row = await ask(deps, { ...call.body, auctionId, askerId: userId });
    log.info('question.asked', { auctionId, questionId: row.questionId });
    return questionView(row, { userId, isSeller: false, isOperator: false });
  });

  serve(changeQuestion, async (call) => {
    const wording = { userId: callerOf(call).userId, ...call.params, ...call.body };
    await limits.questions.take(wording.userId);
    await change(deps, wording);
    return await show(db, wording);
  });

  serve(withdrawQuestion, async (call) => {
    await withdraw(deps, { userId: callerOf(call).userId, ...call.params });
    return undefined;
  });

  serve(answerQuestion, async (call) => {
    const answered = { userId: callerOf(call).userId, ...call.params, ...call.body };
    await limits.questions.take(answered.userId);
    await answer(deps, answered);
    log.info('question.answered', call.params);
    return await show(db, answered);
  });

  serve(changeAnswer, async (call) => {
    const wording = { userId: callerOf(call).userId, ...call.params, ...call.body };
    await limits.questions.take(wording.userId);
    await reword(deps, wording);
    return await show(db, wording);
  });
}

async function show(
  db: Deps['db'],
  { userId, questionId }: { userId: string; questionId: string },
): Promise<Question> {
  const found = await findQuestion(db, questionId);
  if (!found) throw new RefusalError('QUESTION_NOT_FOUND');
  const isSeller = found.auction.sellerId === userId;
  return questionView(found.question, { userId, isSeller, isOperator: false });
}
