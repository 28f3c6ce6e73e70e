import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { bid } from '@sagopalgo/api/src/bids/bid.ts';
import { CATEGORY_ID, cookieHeader } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { newPerson, PAGE_ORIGIN } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { newListing } from '@sagopalgo/api/src/testing/listings.ts';
import { addNotice } from '@sagopalgo/api/src/testing/notices.ts';
import { addOffer } from '@sagopalgo/api/src/testing/offered-order.ts';
import { soldThing } from '@sagopalgo/api/src/testing/order-scene.ts';
import { tokenSentTo } from '@sagopalgo/api/src/testing/sent-tokens.ts';
import { settleNow } from '@sagopalgo/api/src/testing/settled-auction.ts';
import { upload } from '@sagopalgo/api/src/testing/uploads.ts';
import { addWonOrder, owe } from '@sagopalgo/api/src/testing/won-orders.ts';
import { renewProof } from '@sagopalgo/api/src/users/email-proofs.ts';
import { categories } from '@sagopalgo/core/mysql/counter-schema.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { talkReports } from '@sagopalgo/core/mysql/talk-schema.ts';
import { offers, payments } from '@sagopalgo/core/mysql/till-schema.ts';
import { noteStandstill } from '@sagopalgo/core/orders/stand-still.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { addRefund } from '@sagopalgo/core/testing/booked-orders.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addPayment } from '@sagopalgo/core/testing/some-payment.ts';
import { ADDRESS } from './bodies.ts';
import { ACCOUNT_THINGS } from './account-things.ts';
import { ASKING_THINGS } from './asking-things.ts';
import { OPERATING_THINGS } from './operating-things.ts';
import type { Person, Stage } from './people.ts';

const HOUR_MS = 3_600_000;

/** What a call is about: the names in its path, and what else has to come along. */
export interface Thing {
  params: Record<string, string>;
  body?: object;
  headers?: Record<string, string>;
}

/** Between whom a thing stands: who sells it, and who buys, bids or was sent a link. */
export interface Parties {
  buyer: Person;
  seller: Person;
}

/** Makes a new thing between these people. */
export type MakeThing = (stage: Stage, parties: Parties) => Promise<Thing>;

const nothing: MakeThing = async () => ({ params: {} });

const comingAuction: MakeThing = async ({ api }, { seller }) => {
  const sent = { token: seller.token, body: newListing() };
  const { body } = await api.call('POST', '/auctions', sent);
  return { params: { auctionId: body.auctionId } };
};

const liveAuction: MakeThing = async ({ api: { deps } }, { seller }) => {
  const row = await addAuction(deps.db, { sellerId: seller.userId });
  await openAuction(deps.redis, row);
  return { params: { auctionId: row.auctionId } };
};

const settledAuction: MakeThing = async (stage, parties) => {
  const { params } = await liveAuction(stage, parties);
  await settleNow(stage.api.deps, String(params['auctionId']));
  return { params };
};

const unsoldAuction: MakeThing = async ({ api: { deps } }, { seller }) => {
  const given = { sellerId: seller.userId, categoryId: CATEGORY_ID, state: 'unsold' as const };
  const { auctionId } = await addAuction(deps.db, given);
  return { params: { auctionId } };
};

/** Not through the door: a bidder who is blocked now may have bid before. */
const bidOfTheBuyer: MakeThing = async (stage, parties) => {
  const { params } = await liveAuction(stage, parties);
  const asked = { bidId: randomUUID(), kind: 'exact' as const, amountKrw: 1_000 };
  await bid(stage.api.deps, parties.buyer.userId, String(params['auctionId']), asked);
  return { params: { ...params, bidId: asked.bidId } };
};

const order =
  (state: OrderState): MakeThing =>
  async ({ api: { deps } }, parties) => {
    const { orderId } = await soldThing(deps, parties, { state });
    return { params: { orderId } };
  };

const wonOrder: MakeThing = async ({ api: { deps } }, { buyer, seller }) => ({
  params: {
    orderId: await addWonOrder(deps, { sellerId: seller.userId, buyerId: buyer.userId }),
  },
});

const begunPayment: MakeThing = async (stage, parties) => {
  const { params } = await wonOrder(stage, parties);
  const sent = { token: parties.buyer.token, body: { address: ADDRESS } };
  const { body } = await stage.api.call('POST', `/orders/${params['orderId']}/payments`, sent);
  const paymentKey = randomUUID();
  return {
    params: { ...params, tossOrderId: body.tossOrderId },
    body: { paymentKey, amountKrw: 5_000 },
  };
};

const owedDeposit: MakeThing = async (stage, parties) => {
  const { params } = await wonOrder(stage, parties);
  await owe(stage.api.deps, String(params['orderId']), parties.buyer.userId);
  return { params };
};

const refusedRefund: MakeThing = async ({ api: { deps } }, parties) => {
  const sold = await soldThing(deps, parties, { state: 'cancelled' });
  const { orderId } = sold;
  const [payment] = await deps.db.select().from(payments).where(eq(payments.orderId, orderId));
  const given = { tossOrderId: String(payment?.tossOrderId), amountKrw: 1_000 };
  const refundId = await addRefund(deps.db, sold, { ...given, state: 'refused' });
  return { params: { orderId, refundId } };
};

const stuckPayment: MakeThing = async ({ api: { deps } }, parties) => {
  const sold = await soldThing(deps, parties, { state: 'paying' });
  const confirmingAtMs = Date.now() - HOUR_MS;
  await addPayment(deps.db, sold, { state: 'confirming', confirmingAtMs });
  await deps.db.transaction((tx) => noteStandstill(tx, sold, Date.now()));
  return { params: { orderId: sold.orderId } };
};

const reportedTalk: MakeThing = async ({ api: { deps } }, parties) => {
  const { orderId, buyerId, sellerId } = await soldThing(deps, parties, { state: 'paid' });
  const reportId = randomUUID();
  const who = { reporterId: sellerId, reportedId: buyerId };
  const what = { reportId, orderId, reason: '시험', reportedAtMs: Date.now() };
  await deps.db.insert(talkReports).values({ ...who, ...what });
  return { params: { orderId, reportId } };
};

/** Who is blocked is offered nothing; this one was blocked since. */
const offerToTheBuyer: MakeThing = async ({ api: { deps } }, { buyer }) => {
  const offerId = await addOffer(deps, randomUUID());
  await deps.db.update(offers).set({ bidderId: buyer.userId }).where(eq(offers.offerId, offerId));
  return { params: { offerId } };
};

const noticeToTheBuyer: MakeThing = async ({ api: { deps } }, { buyer }) => ({
  params: {},
  body: { noticeId: await addNotice(deps, buyer.userId) },
});

const pictureOfTheSeller: MakeThing = async ({ api }, { seller }) => ({
  params: { imageId: await upload(api, seller.token) },
});

const emptyCategory: MakeThing = async ({ api: { deps } }) => {
  const categoryId = randomUUID();
  const row = { categoryId, name: categoryId.slice(0, 18), parentId: null, position: 0 };
  await deps.db.insert(categories).values(row);
  return { params: { categoryId } };
};

const unprovenAddress: MakeThing = async ({ api: { deps } }, { buyer: { userId } }) => {
  await deps.db.update(users).set({ emailVerifiedAtMs: null }).where(eq(users.userId, userId));
  return { params: {} };
};

const linkToTheBuyer: MakeThing = async (stage, parties) => {
  await unprovenAddress(stage, parties);
  const { deps } = stage.api;
  const { userId } = parties.buyer;
  await renewProof(deps, userId);
  return { params: {}, body: { token: await tokenSentTo(deps, userId) } };
};

const account: MakeThing = async ({ api }) => {
  const person = newPerson();
  const { cookies } = await api.call('POST', '/users', { body: person });
  const { email, password } = person;
  return { params: {}, body: { email, password }, headers: { cookie: cookieHeader(cookies) } };
};

const credentials: MakeThing = async (stage, parties) => {
  const { body = {} } = await account(stage, parties);
  return { params: {}, body };
};

const credentialsOnThePage: MakeThing = async (stage, parties) => ({
  ...(await credentials(stage, parties)),
  headers: { origin: PAGE_ORIGIN },
});

const browserSession: MakeThing = async (stage, parties) => {
  const { headers = {} } = await account(stage, parties);
  return { params: {}, headers };
};

/** Everything a call may be about, by the name that the table gives it. */
export const THINGS: Readonly<Record<string, MakeThing>> = {
  '–': nothing,
  'coming auction': comingAuction,
  'live auction': liveAuction,
  'settled auction': settledAuction,
  'unsold auction': unsoldAuction,
  'bid of the buyer': bidOfTheBuyer,
  'won order': wonOrder,
  'paid order': order('paid'),
  'shipped order': order('shipped'),
  'delivered order': order('delivered'),
  'disputed order': order('disputed'),
  'received order': order('received'),
  'begun payment': begunPayment,
  'owed deposit': owedDeposit,
  'refused refund': refusedRefund,
  'stuck payment': stuckPayment,
  'reported talk': reportedTalk,
  'offer to the buyer': offerToTheBuyer,
  'notice to the buyer': noticeToTheBuyer,
  'picture of the seller': pictureOfTheSeller,
  'empty category': emptyCategory,
  'unproven address': unprovenAddress,
  'link to the buyer': linkToTheBuyer,
  'its password': credentials,
  'its password, on our page': credentialsOnThePage,
  'its cookies': browserSession,
  ...ACCOUNT_THINGS,
  ...OPERATING_THINGS,
  ...ASKING_THINGS,
};

/** Of these, making another one undoes the one before. */
export const ONE_AT_A_TIME: readonly string[] = [
  'unproven address',
  'link to the buyer',
  'own password',
  'nothing open',
  'nickname of long ago',
  'address of the buyer',
  'book with room',
];
