import { randomUUID } from 'node:crypto';
import { askQuestion } from '@sagopalgo/core/contracts/questions.ts';
import type { Question } from '@sagopalgo/core/contracts/questions.ts';
import type { Answer, ApiUnderTest } from './api-under-test.ts';

interface Signed {
  token: string;
}

/** The calls about questions on the auction that is looked at. */
export function questionCalls(scene: () => { api: ApiUnderTest; auctionId: string }) {
  const call = (by: Signed, method: string, path: string, body?: object): Promise<Answer> =>
    scene().api.call(method, path, { token: by.token, ...(body && { body }) });
  const ask = (by: Signed, given: object = {}, about = scene().auctionId): Promise<Answer> => {
    const body = {
      questionId: randomUUID(),
      visibility: 'public',
      text: '흠집이 있나요?',
      ...given,
    };
    return call(by, 'POST', `/auctions/${about}/questions`, body);
  };
  return {
    ask,
    asked: async (by: Signed, given: object = {}): Promise<Question> =>
      askQuestion.reply.parse((await ask(by, given)).body),
    change: (by: Signed, { questionId }: Question, text: string) =>
      call(by, 'PATCH', `/questions/${questionId}`, { text }),
    withdraw: (by: Signed, { questionId }: Question) =>
      call(by, 'DELETE', `/questions/${questionId}`),
    answer: (by: Signed, { questionId, revision }: Question, text = '없어요.') =>
      call(by, 'POST', `/questions/${questionId}/answer`, { revision, text }),
    reword: (by: Signed, { questionId }: Question, text: string) =>
      call(by, 'PATCH', `/questions/${questionId}/answer`, { text }),
    read: async (by: Signed | null): Promise<Question[]> => {
      const { api, auctionId } = scene();
      const sent = by ? { token: by.token } : {};
      const { body } = await api.call('GET', `/auctions/${auctionId}/questions`, sent);
      return body.items as unknown as Question[];
    },
  };
}

/** What each was refused with; undefined where it was not. */
export const codesOf = (...answers: Answer[]) => answers.map(({ body }) => body?.code);
