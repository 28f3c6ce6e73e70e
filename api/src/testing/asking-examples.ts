import { randomUUID } from 'node:crypto';
import type { ApiUnderTest } from './api-under-test.ts';
import { soldThing } from './order-scene.ts';

interface Signed {
  userId: string;
  token: string;
}

/** What an example is made with. */
interface Scene {
  api: ApiUnderTest;
  seller: Signed;
  buyer: Signed;
  operator: Signed;
  /** Lists an auction of its own. */
  live: () => Promise<string>;
}

/** A question of the buyer on a new auction of the seller, answered where it is said. */
export async function askedQuestion(
  { api, seller, buyer, live }: Pick<Scene, 'api' | 'seller' | 'buyer' | 'live'>,
  isAnswered = false,
): Promise<{ auctionId: string; questionId: string }> {
  const auctionId = await live();
  const questionId = randomUUID();
  const body = { questionId, visibility: 'public', text: '흠집이 있나요?' };
  await api.call('POST', `/auctions/${auctionId}/questions`, { token: buyer.token, body });
  if (isAnswered) {
    const answer = { token: seller.token, body: { revision: 1, text: '없어요.' } };
    await api.call('POST', `/questions/${questionId}/answer`, answer);
  }
  return { auctionId, questionId };
}

/** A report of an auction. */
export function reportOf(auctionId: string) {
  return { kind: 'auction', subjectId: auctionId, reason: 'fraud', text: '가짜 같아요.' };
}

/** One call of each that people ask, answer, rate and report by, which goes well. */
export function askingExamples(scene: () => Scene) {
  const asBuyer = () => ({ token: scene().buyer.token });
  const asSeller = () => ({ token: scene().seller.token });
  const asked = (isAnswered = false) => askedQuestion(scene(), isAnswered);
  const received = async () => {
    const { api, ...parties } = scene();
    return { orderId: (await soldThing(api.deps, parties, { state: 'received' })).orderId };
  };
  const listedBySeller = async () => {
    await scene().live();
    return { sellerId: scene().seller.userId };
  };
  const reported = async () => {
    const { api, operator, live } = scene();
    const sent = { ...asBuyer(), body: reportOf(await live()) };
    const { body } = await api.call('POST', '/reports', sent);
    return { reportId: body.reportId, token: operator.token, body: { reason: '이유' } };
  };
  const hidden = async () => {
    const given = await reported();
    const { reportId, ...sent } = given;
    await scene().api.call('POST', `/operator/reports/${reportId}/hide`, sent);
    return given;
  };
  return {
    askQuestion: async () => ({
      ...{ auctionId: await scene().live(), ...asBuyer() },
      body: { questionId: randomUUID(), visibility: 'seller', text: '흠집이 있나요?' },
    }),
    listQuestions: async () => ({ auctionId: (await asked(true)).auctionId }),
    changeQuestion: async () => ({
      ...{ ...(await asked()), ...asBuyer(), body: { text: '흠집이 많나요?' } },
    }),
    withdrawQuestion: async () => ({ ...(await asked()), ...asBuyer() }),
    answerQuestion: async () => ({
      ...{ ...(await asked()), ...asSeller(), body: { revision: 1, text: '없어요.' } },
    }),
    changeAnswer: async () => ({
      ...{ ...(await asked(true)), ...asSeller(), body: { text: '거의 없어요.' } },
    }),
    getSeller: listedBySeller,
    listSellerAuctions: listedBySeller,
    listSellerRatings: listedBySeller,
    report: async () => ({ ...asBuyer(), body: reportOf(await scene().live()) }),
    listReports: async () => ({ token: scene().operator.token }),
    dismissReport: reported,
    hideReported: reported,
    unhideReported: hidden,
    noteReport: reported,
    suggestHashtags: async () => ({ query: '?q=%EC%B1%85' }),
    rateOrder: async () => ({
      ...{ ...(await received()), ...asBuyer(), body: { stars: 5, text: '잘 받았어요.' } },
    }),
    getOrderRatings: async () => ({ ...(await received()), ...asSeller() }),
  };
}
