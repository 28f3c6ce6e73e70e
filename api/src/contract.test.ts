import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { ENDPOINTS } from '@sagopalgo/core/contracts/all.ts';
import { problemSchema } from '@sagopalgo/core/contracts/problem.ts';
import { categories } from '@sagopalgo/core/mysql/counter-schema.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import {
  addCategory,
  CATEGORY_ID,
  addPersonWithToken,
  cookieHeader,
  newPerson,
  startApi,
} from './testing/api-under-test.ts';
import type { Answer, ApiUnderTest, Sent } from './testing/api-under-test.ts';
import { someBankAccount } from './testing/account-scenes.ts';
import { noticeExamples } from './testing/notices.ts';
import { leaveNoOrders, soldThing } from './testing/order-scene.ts';
import { settleNow } from './testing/settled-auction.ts';
import { addWonOrder, owe, someAddress as address } from './testing/won-orders.ts';
import { newListing, saleDateIn } from './testing/listings.ts';
import { tokenSentTo } from './testing/sent-tokens.ts';
import { renewProof } from './users/email-proofs.ts';
import { addOffer } from './testing/offered-order.ts';
import { TOSS_THAT_KNOWS_NOTHING } from './testing/silent-toss.ts';
import { accountExamples } from './testing/account-examples.ts';
import { EASY_PROVIDERS } from './testing/sign-in-scenes.ts';
import { askingExamples } from './testing/asking-examples.ts';
import { operatingExamples } from './testing/operating-examples.ts';
import { stuckExamples } from './testing/stuck-examples.ts';
import { talkExamples } from './testing/talk-examples.ts';
import { upload } from './testing/uploads.ts';

const UNKNOWN = 'no-such-call';
const PARAMETERS = /:(\w+)/g;

/** Where the fields that there may be depend on one of them, that one is asked first. */
const ASKED_FIRST: Record<string, string> = {
  ...{ placeBid: 'kind', endDispute: 'outcome', runJob: 'job', unlinkProvider: 'provider' },
};

/** How a call is made so that it succeeds. */
type Example = () => Promise<Sent & Named>;

/** What a path names by its id, and what follows it. */
type Ids =
  | 'auction'
  | 'question'
  | 'seller'
  | 'report'
  | 'category'
  | 'bid'
  | 'order'
  | 'tossOrder'
  | 'offer'
  | 'refund'
  | 'image';
type Named = Partial<
  Record<`${Ids | 'task' | 'user' | 'device' | 'address'}Id` | 'job' | 'query' | 'provider', string>
>;

describe('the contract', () => {
  let api: ApiUnderTest;
  let seller: { userId: string; token: string };
  let buyer: { userId: string; token: string };
  let operator: { userId: string; token: string };
  before(async () => {
    api = await startApi(() => ({
      ...{ toss: TOSS_THAT_KNOWS_NOTHING, providers: EASY_PROVIDERS },
    }));
    await addCategory(api.deps);
    seller = await addPersonWithToken(api.deps);
    buyer = await addPersonWithToken(api.deps);
    operator = await addPersonWithToken(api.deps, 'ADMIN');
  });
  after(async () => {
    await leaveNoOrders(api.deps, seller);
    await api.end();
  });

  async function signedUp() {
    const person = newPerson();
    const { cookies } = await api.call('POST', '/users', { body: person });
    const { email, password } = person;
    return { credentials: { email, password }, cookie: cookieHeader(cookies) };
  }

  async function coming(): Promise<string> {
    const sent = { token: seller.token, body: newListing() };
    return (await api.call('POST', '/auctions', sent)).body.auctionId;
  }

  async function live(): Promise<string> {
    const row = await addAuction(api.deps.db, { sellerId: seller.userId });
    await openAuction(api.deps.redis, row);
    return row.auctionId;
  }

  const offered = () => addOffer(api.deps, buyer.userId);

  async function ordered(state: OrderState): Promise<{ orderId: string }> {
    const { orderId } = await soldThing(api.deps, { buyer, seller }, { state });
    return { orderId };
  }

  const newName = () => randomUUID().slice(0, 18);

  async function emptyCategory(): Promise<{ categoryId: string }> {
    const row = { categoryId: randomUUID(), name: newName(), parentId: null, position: 0 };
    await api.deps.db.insert(categories).values(row);
    return row;
  }

  const reason = '이유';
  const won = () => addWonOrder(api.deps, { sellerId: seller.userId, buyerId: buyer.userId });

  async function begun(orderId: string): Promise<string> {
    const sent = { token: buyer.token, body: { address } };
    return (await api.call('POST', `/orders/${orderId}/payments`, sent)).body.tossOrderId;
  }

  const uploaded: Example = async () => ({
    imageId: await upload(api, seller.token),
    token: seller.token,
  });
  const asBuyer: Example = async () => ({ token: buyer.token });
  const newBid = () => ({ bidId: randomUUID(), kind: 'exact', amountKrw: 1_000 });
  const examples: Record<string, Example> = {
    signUp: async () => ({ body: newPerson() }),
    logIn: async () => ({ body: (await signedUp()).credentials }),
    refreshSession: async () => ({ headers: { cookie: (await signedUp()).cookie } }),
    logOut: async () => ({ headers: { cookie: (await signedUp()).cookie } }),
    createToken: async () => ({ body: (await signedUp()).credentials }),
    getMe: asBuyer,
    requestEmailProof: asBuyer,
    verifyEmail: async () => {
      const { userId } = await addPersonWithToken(api.deps);
      await renewProof(api.deps, userId);
      return { body: { token: await tokenSentTo(api.deps, userId) } };
    },
    ...accountExamples(() => api.deps),
    createEventTicket: asBuyer,
    listCategories: async () => ({}),
    createCategory: async () => ({ token: operator.token, body: { name: newName() } }),
    changeCategory: async () => ({
      ...{ ...(await emptyCategory()), token: operator.token, body: { name: newName() } },
    }),
    deleteCategory: async () => ({ ...(await emptyCategory()), token: operator.token }),
    createAuction: async () => ({ token: seller.token, body: newListing() }),
    listAuctions: asBuyer,
    getToday: asBuyer,
    suggestWords: async () => ({ query: '?q=%EC%B1%85' }),
    getAuction: async () => ({ auctionId: await live() }),
    changeAuction: async () => ({
      ...{ auctionId: await coming(), token: seller.token, body: { title: '새 제목' } },
    }),
    deleteAuction: async () => ({ auctionId: await coming(), token: seller.token }),
    createImage: async () => ({
      token: seller.token,
      body: { contentType: 'image/png', bytes: 9, sha256: `${'A'.repeat(43)}=` },
    }),
    completeImage: uploaded,
    getImage: uploaded,
    deleteImage: uploaded,
    placeBid: async () => ({ auctionId: await live(), token: buyer.token, body: newBid() }),
    listBids: async () => ({ auctionId: await live() }),
    listMyBids: asBuyer,
    listMySales: async () => ({ token: seller.token }),
    listMyWins: asBuyer,
    watchAuction: async () => ({ auctionId: await live(), token: buyer.token }),
    unwatchAuction: async () => ({ auctionId: await live(), token: buyer.token }),
    listWatched: asBuyer,
    ...noticeExamples(() => ({ deps: api.deps, ...buyer })),
    ...askingExamples(() => ({ api, seller, buyer, operator, live })),
    consentToSecondChance: async () => ({
      ...{ auctionId: await live(), token: buyer.token, body: { isGiven: true } },
    }),
    getSecondChance: async () => ({ auctionId: await live(), token: buyer.token }),
    listMyOffers: async () => {
      await offered();
      return { token: buyer.token };
    },
    acceptOffer: async () => ({ offerId: await offered(), token: buyer.token }),
    declineOffer: async () => ({ offerId: await offered(), token: buyer.token }),
    getMyDefaults: asBuyer,
    relistAuction: async () => {
      const { userId: sellerId, token } = seller;
      const given = { sellerId, categoryId: CATEGORY_ID, state: 'unsold' as const };
      const { auctionId } = await addAuction(api.deps.db, given);
      return { auctionId, token, body: { saleDate: saleDateIn(1) } };
    },
    listOrders: async () => ({ token: operator.token }),
    getOrder: async () => ({ ...(await ordered('paid')), token: buyer.token }),
    shipOrder: async () => ({
      ...{ ...(await ordered('paid')), token: seller.token, body: { carrier: 'direct' } },
    }),
    deliverOrder: async () => ({ ...(await ordered('shipped')), token: buyer.token, body: {} }),
    receiveOrder: async () => ({ ...(await ordered('delivered')), token: buyer.token, body: {} }),
    cancelOrder: async () => ({
      ...{ ...(await ordered('paid')), token: operator.token, body: { reason } },
    }),
    disputeOrder: async () => ({
      ...{ ...(await ordered('shipped')), token: buyer.token, body: { reason } },
    }),
    endDispute: async () => ({
      ...(await ordered('disputed')),
      ...{ token: operator.token, body: { reason, outcome: 'release' } },
    }),
    ...stuckExamples(() => ({ api, parties: { buyer, seller }, operator })),
    getTerms: async () => ({}),
    setTerms: async () => ({ token: operator.token, body: { terms: {}, reason: '시험' } }),
    getMySettlement: async () => ({ token: seller.token }),
    ...talkExamples(() => ({
      ...{ db: api.deps.db, token: buyer.token, operatorToken: operator.token },
      order: () => ordered('paid'),
    })),
    ...operatingExamples(() => ({ db: api.deps.db, token: operator.token, live })),
    listPayouts: async () => ({ token: operator.token }),
    listShieldingPairs: async () => ({ token: operator.token }),
    listSignals: async () => ({ token: operator.token, query: '?kind=shared' }),
    getLog: async () => {
      const auctionId = await live();
      await settleNow(api.deps, auctionId);
      return { auctionId };
    },
    listHeads: async () => ({ auctionId: await live() }),
    getReceipt: async () => {
      const auctionId = await live();
      const body = newBid();
      const sent = { token: buyer.token, body };
      await api.call('POST', `/auctions/${auctionId}/bids`, sent);
      return { auctionId, bidId: body.bidId, token: buyer.token };
    },
    getCheckout: async () => ({ orderId: await won(), token: buyer.token }),
    startPayment: async () => ({ orderId: await won(), token: buyer.token, body: { address } }),
    confirmPayment: async () => {
      const orderId = await won();
      const tossOrderId = await begun(orderId);
      const body = { paymentKey: randomUUID(), amountKrw: 5_000 };
      return { orderId, tossOrderId, token: buyer.token, body };
    },
    giveUpAccount: async () => {
      const orderId = await won();
      return { orderId, tossOrderId: await begun(orderId), token: buyer.token };
    },
    giveRefundAccount: async () => {
      const orderId = await won();
      await owe(api.deps, orderId, buyer.userId);
      const body = someBankAccount;
      return { orderId, token: buyer.token, body };
    },
  };

  for (const endpoint of ENDPOINTS) {
    const { name, method, path } = endpoint;

    const pathOf = (named: Named) =>
      path.replaceAll(PARAMETERS, (_, name: keyof Named) => named[name] ?? UNKNOWN);

    async function make(sent: Sent & Named): Promise<Answer> {
      return await api.call(method, pathOf(sent) + (sent.query ?? ''), sent);
    }

    it(`is kept by ${name}`, async () => {
      const example = examples[name];
      if (!example) throw new Error(`there is no example of ${name}`);
      const answer = await make(await example());
      expect(answer.status, JSON.stringify(answer.body)).to.equal(endpoint.status);
      expect(endpoint.reply.parse(answer.body)).to.deep.equal(answer.body);
    });

    it(`is kept by ${name} for those who may not`, async () => {
      if (endpoint.auth === 'required') {
        const { body } = await make({});
        expect(problemSchema.parse(body).code).to.equal('UNAUTHENTICATED');
        expect(endpoint.refusals).to.include('UNAUTHENTICATED');
      }
      if (method !== 'GET') {
        const { body } = await make({ headers: { origin: 'https://evil.example' } });
        expect(problemSchema.parse(body).code).to.equal('ORIGIN_NOT_ALLOWED');
        expect(endpoint.refusals).to.include('ORIGIN_NOT_ALLOWED');
      }
    });

    it(`is kept by ${name} when what is sent is unfit`, async () => {
      const { token } = seller;
      const unfit = method === 'GET' ? '?unheard=of' : '';
      const sent = method === 'GET' ? { token } : { token, body: { unheard: 'of' } };
      const { body } = await api.call(method, pathOf({}) + unfit, sent);
      expect(problemSchema.parse(body).code).to.equal('INVALID_REQUEST');
      const fault = ASKED_FIRST[name] ?? 'unheard';
      expect(body.detail.fields.map((field) => field.path)).to.include(fault);
    });
  }
});
