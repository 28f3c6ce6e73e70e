import { randomUUID } from 'node:crypto';
import { watchlistItems } from '@sagopalgo/core/mysql/counter-schema.ts';
import { secondChanceConsents } from '@sagopalgo/core/mysql/till-schema.ts';
import type { NoticeKind } from '@sagopalgo/core/rules/notice-kinds.ts';
import type { NoticeDetail } from '@sagopalgo/core/rules/notice-words.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addOrder } from '@sagopalgo/core/testing/some-order.ts';
import { addUnpaidAuction } from '@sagopalgo/core/testing/unpaid-auction.ts';
import { orderCalls, soldThing } from '@sagopalgo/api/src/testing/order-scene.ts';
import { questionCalls } from '@sagopalgo/api/src/testing/question-calls.ts';
import { settleAuction } from '@sagopalgo/lambdas/src/close-auctions/settle-auction.ts';
import { expireOrders } from '@sagopalgo/lambdas/src/expire-orders/expire-orders.ts';
import { reconcilePayments } from '@sagopalgo/lambdas/src/reconcile-payments/reconcile-payments.ts';
import { recordBids } from '@sagopalgo/lambdas/src/record-bids/record-bids.ts';
import { letTimeRunOut, listedAuction, place } from '@sagopalgo/lambdas/src/testing.ts';
import { writeNotices } from '@sagopalgo/lambdas/src/write-notices/write-notices.ts';
import type { Person, ToldScene } from './told-scene.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const REASON = { reason: '사진과 달라요.' };

/** Something of which people are told. */
export interface Caused {
  /** Who is told of it, each once. */
  told: readonly Person[];
  /** Who has to do with it and is not told. */
  untold?: readonly Person[];
  /** Part of what they are told. */
  detail?: NoticeDetail;
  /** Makes it happen, or tries to once more, just as it may come again in earnest. */
  happens: () => Promise<unknown>;
}

type Causes = Record<string, (scene: ToldScene) => Promise<Caused>>;

/** What people are told of, and what by: of each kind one cause for each writer of it. */
export const CAUSES: Record<NoticeKind, Causes> = {
  outbid: {
    'somebody bids more': async (scene) => {
      const { bidders, connections } = await bidOn(scene);
      const [outbid, leader] = bidders;
      const happens = async () => {
        await recordBids(connections);
        await writeNotices(connections);
      };
      return { told: [outbid], untold: [leader], happens };
    },
  },
  ending: {
    'the end is near of what somebody watches': async ({ api, connections, person }) => {
      const watcher = await person();
      const closesAtMs = Date.now() + 5 * MINUTE_MS;
      const { auctionId } = await addAuction(api.deps.db, { closesAtMs });
      const item = { userId: watcher.userId, auctionId, createdAtMs: 1 };
      await api.deps.db.insert(watchlistItems).values(item);
      return { told: [watcher], happens: () => writeNotices(connections) };
    },
  },
  won: {
    'an auction is settled': async (scene) => {
      const { bidders, settle } = await runOut(scene);
      return { told: [bidders[1]], untold: [bidders[0]], happens: settle };
    },
  },
  lost: {
    'an auction is settled': async (scene) => {
      const { bidders, settle, connections } = await runOut(scene);
      const happens = async () => {
        await settle();
        await writeNotices(connections);
      };
      return { told: [bidders[0]], untold: [bidders[1]], happens };
    },
  },
  'pay-by': {
    'the time to pay is nearly over': async ({ api, connections, person }) => {
      const [buyer, seller] = [await person(), await person()];
      const nowMs = Date.now();
      const times = { createdAtMs: nowMs - 2 * HOUR_MS, payByMs: nowMs + 3 * HOUR_MS };
      await addOrder(api.deps.db, { buyerId: buyer.userId, sellerId: seller.userId, ...times });
      return { told: [buyer], untold: [seller], happens: () => writeNotices(connections) };
    },
  },
  paid: {
    'the buyer pays': async ({ till, arrivals }) => {
      const attempt = await till.attempt(await till.won());
      const { buyerId, sellerId } = attempt.order;
      const parties = [buyerId, sellerId].map((userId) => ({ userId, token: '' }));
      for (const { userId } of parties) await arrivals.reach(userId);
      // By the page, by Toss's webhook and by whoever asks Toss.
      const happens = async () => {
        await till.confirm(attempt);
        await reconcilePayments(till.deps(MINUTE_MS));
      };
      return { told: parties, happens };
    },
  },
  shipped: {
    'the seller sends it': async (scene) => {
      const { people, move } = await sold(scene, 'paid');
      const parcel = { carrier: 'cj', trackingNumber: '123456789012' };
      const happens = () => move('seller', 'ship', parcel);
      return { told: [people.buyer], untold: [people.seller], happens };
    },
  },
  dispute: disputes({
    opened: { from: 'shipped', what: 'dispute', given: REASON },
    upheld: { from: 'disputed', what: 'end-dispute', given: { ...REASON, outcome: 'refund' } },
    settled: {
      ...{ from: 'disputed', what: 'end-dispute' },
      given: { ...REASON, outcome: 'partial', refundKrw: 10_000 },
    },
    released: { from: 'disputed', what: 'end-dispute', given: { ...REASON, outcome: 'release' } },
  }),
  question: {
    'somebody asks': async (scene) => {
      const { seller, asker, calls } = await asking(scene);
      const questionId = randomUUID();
      const happens = () => calls.ask(asker, { questionId });
      return { told: [seller], untold: [asker], happens };
    },
  },
  answer: {
    'the seller answers': async (scene) => {
      const { seller, asker, calls } = await asking(scene);
      const question = await calls.asked(asker);
      return { told: [asker], untold: [seller], happens: () => calls.answer(seller, question) };
    },
  },
  'second-chance': {
    'the winner has not paid': async ({ api, connections, person }) => {
      const [runnerUp, winner] = [await person(), await person()];
      const bidderIds = [runnerUp.userId, winner.userId];
      const { auctionId } = await addUnpaidAuction(api.deps.db, [2000, 9000], { bidderIds });
      const consent = { bidderId: runnerUp.userId, isGiven: true, changedAtMs: 1 };
      await api.deps.db.insert(secondChanceConsents).values({ auctionId, ...consent });
      return { told: [runnerUp], untold: [winner], happens: () => expireOrders(connections) };
    },
  },
};

/** An auction that two people have bid on, one after the other. */
async function bidOn({ connections, person }: ToldScene) {
  const bidders: [Person, Person] = [await person(), await person()];
  const { auctionId } = await listedAuction(connections);
  for (const [index, { userId }] of bidders.entries()) {
    const amountKrw = 1000 + index * 1000;
    await place(connections, auctionId, userId, { kind: 'exact', amountKrw, confirmed: true });
  }
  return { bidders, auctionId, connections };
}

/** The same, its time over; the second one has won. */
async function runOut(scene: ToldScene) {
  const { bidders, auctionId, connections } = await bidOn(scene);
  await letTimeRunOut(connections, auctionId);
  return { bidders, connections, settle: () => settleAuction(connections, auctionId) };
}

/** A thing between two people and an operator, and the calls that move its order. */
async function sold({ api, person }: ToldScene, state: 'paid' | 'shipped' | 'disputed') {
  const people = { buyer: await person(), seller: await person() };
  const [operator, stranger] = [await person('ADMIN'), await person()];
  const order = await soldThing(api.deps, people, { state });
  const calls = orderCalls(api, () => ({ ...people, operator, stranger }));
  const move = (as: 'buyer' | 'seller' | 'operator', what: string, given: object) =>
    calls.do(as, order, what, given);
  return { people, operator, move };
}

type Step = NonNullable<NoticeDetail['step']>;
interface Stepping {
  from: 'shipped' | 'disputed';
  what: string;
  given: object;
}

/** Every step of a dispute, by an operator; the one that a buyer makes as well is told to the seller alone then. */
function disputes(steps: Record<Step, Stepping>): Causes {
  const byOperator = (Object.entries(steps) as [Step, Stepping][]).map(([step, stepping]) => {
    const cause = async (scene: ToldScene): Promise<Caused> => {
      const { people, operator, move } = await sold(scene, stepping.from);
      const happens = () => move('operator', stepping.what, stepping.given);
      const told = [people.buyer, people.seller];
      return { told, untold: [operator], detail: { step }, happens };
    };
    return [`an operator has it ${step}`, cause] as const;
  });
  return {
    ...Object.fromEntries(byOperator),
    'the buyer has it opened': async (scene) => {
      const { from, what, given } = steps.opened;
      const { people, move } = await sold(scene, from);
      const happens = () => move('buyer', what, given);
      return { told: [people.seller], untold: [people.buyer], detail: { step: 'opened' }, happens };
    },
  };
}

async function asking({ api, person }: ToldScene) {
  const [seller, asker] = [await person(), await person()];
  const { auctionId } = await addAuction(api.deps.db, { sellerId: seller.userId });
  return { seller, asker, calls: questionCalls(() => ({ api, auctionId })) };
}
