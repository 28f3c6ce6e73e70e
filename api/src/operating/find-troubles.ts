import { and, asc, eq, exists, inArray, isNotNull, isNull, lt, not, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Troubles } from '@sagopalgo/core/contracts/operating.ts';
import { mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { orders, payments, payoutAccounts, refunds } from '@sagopalgo/core/mysql/till-schema.ts';
import {
  isLongUnheard,
  LONG_UNKNOWN_MS,
  unknownSinceMs,
} from '@sagopalgo/core/orders/long-unknown.ts';
import { lacksMoney } from '@sagopalgo/core/orders/lost-sales.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import type { Deps } from '../deps.ts';

const SHOWN_MAX = 50;
/** The clock's functions come every minute: what they left for so long, they are not going to do. */
const LATE_AFTER_MS = 10 * 60_000;
/** A deposit of the last moment is waited for ten minutes before its order expires. */
const DEPOSIT_LATE_AFTER_MS = 20 * 60_000;
/** Toss is asked about a payout each minute; a seller whom it has not told of for a day waits for a person. */
const PAYOUT_LATE_AFTER_MS = 24 * 3_600_000;

type Used = Pick<Deps, 'db' | 'now'>;

/** What waits for a person: how many there are of each, and the longest waiting. */
export async function findTroubles(used: Used): Promise<Troubles> {
  const [unknownPayments, lackingMoney, refundsStuck, lateOrders, interrupted, unsettled, mails] =
    await Promise.all([
      findUnknownPayments(used),
      findLackingMoney(used),
      findRefunds(used),
      findLateOrders(used),
      findAuctionsSince(used, isNotNull(auctions.interruptedAtMs), 'interruptedAtMs'),
      findAuctionsSince(
        used,
        and(lt(auctions.closesAtMs, used.now() - LATE_AFTER_MS), isNull(auctions.interruptedAtMs)),
        'closesAtMs',
      ),
      findMails(used),
    ]);
  return {
    ...{ unknownPayments, lackingMoney, refunds: refundsStuck, lateOrders },
    ...{ interrupted, unsettled, mailsGivenUp: mails },
  };
}

async function findUnknownPayments({ db, now }: Used): Promise<Troubles['unknownPayments']> {
  const nowMs = now();
  const where = or(eq(payments.state, 'confirming'), isLongUnheard(db, nowMs));
  const rows = await db
    .select({ payment: payments, title: auctions.title })
    .from(payments)
    .innerJoin(orders, eq(orders.orderId, payments.orderId))
    .innerJoin(auctions, eq(auctions.auctionId, orders.auctionId))
    .where(where)
    .orderBy(asc(payments.confirmingAtMs))
    .limit(SHOWN_MAX);
  const items = rows.map(({ payment, title }) => {
    const { orderId, amountKrw } = payment;
    const sinceMs = unknownSinceMs(payment);
    return { orderId, title, amountKrw, sinceMs, isLong: sinceMs < nowMs - LONG_UNKNOWN_MS };
  });
  return { count: await db.$count(payments, where), items };
}

async function findLackingMoney({ db }: Used): Promise<Troubles['lackingMoney']> {
  const where = lacksMoney(db);
  const { orderId, amountKrw, stateAtMs: sinceMs } = orders;
  const items = await db
    .select({ orderId, amountKrw, sinceMs, title: auctions.title })
    .from(orders)
    .innerJoin(auctions, eq(auctions.auctionId, orders.auctionId))
    .where(where)
    .orderBy(asc(sinceMs))
    .limit(SHOWN_MAX);
  return { count: await db.$count(orders, where), items };
}

async function findRefunds({ db }: Used): Promise<Troubles['refunds']> {
  const where = inArray(refunds.state, ['refused', 'needs-account']);
  const { orderId, amountKrw, state, failureCode, createdAtMs: sinceMs } = refunds;
  const rows = await db
    .select({ orderId, amountKrw, state, failureCode, sinceMs, title: auctions.title })
    .from(refunds)
    .innerJoin(orders, eq(orders.orderId, orderId))
    .innerJoin(auctions, eq(auctions.auctionId, orders.auctionId))
    .where(where)
    .orderBy(asc(sinceMs))
    .limit(SHOWN_MAX);
  const items = rows.map((row) => ({
    ...row,
    state: row.state === 'refused' ? ('refused' as const) : ('needs-account' as const),
  }));
  return { count: await db.$count(refunds, where), items };
}

async function findLateOrders({ db, now }: Used): Promise<Troubles['lateOrders']> {
  const nowMs = now();
  const { orderId, amountKrw, state, stateAtMs, payByMs } = orders;
  const isReceived = eq(state, 'received');
  const where = or(
    and(eq(state, 'awaiting_payment'), lt(payByMs, nowMs - LATE_AFTER_MS)),
    and(eq(state, 'awaiting_deposit'), lt(payByMs, nowMs - DEPOSIT_LATE_AFTER_MS)),
    and(isReceived, isPayableSince(db, nowMs - PAYOUT_LATE_AFTER_MS), not(lacksMoney(db))),
  );
  const dueAtMs = sql`IF(${isReceived}, ${stateAtMs}, ${payByMs})`.mapWith(payByMs);
  const items = await db
    .select({ orderId, amountKrw, dueAtMs, title: auctions.title })
    .from(orders)
    .innerJoin(auctions, eq(auctions.auctionId, orders.auctionId))
    .where(where)
    .orderBy(asc(dueAtMs))
    .limit(SHOWN_MAX);
  return { count: await db.$count(orders, where), items };
}

// Nobody is late who does not know where the money is to go.
function isPayableSince(db: Used['db'], sinceMs: number): SQL | undefined {
  const { userId, changedAtMs } = payoutAccounts;
  const hasAccount = exists(
    db
      .select({ one: sql`1` })
      .from(payoutAccounts)
      .where(and(eq(userId, orders.sellerId), lt(changedAtMs, sinceMs))),
  );
  return and(lt(orders.stateAtMs, sinceMs), hasAccount);
}

async function findAuctionsSince(
  { db }: Used,
  isSo: SQL | undefined,
  since: 'interruptedAtMs' | 'closesAtMs',
): Promise<Troubles['unsettled']> {
  const where = and(inArray(auctions.state, UNSETTLED_STATES), isSo);
  const { auctionId, title } = auctions;
  const rows = await db
    .select({ auctionId, title, sinceMs: auctions[since] })
    .from(auctions)
    .where(where)
    .orderBy(asc(auctions[since]))
    .limit(SHOWN_MAX);
  const items = rows.map((row) => ({ ...row, sinceMs: Number(row.sinceMs) }));
  return { count: await db.$count(auctions, where), items };
}

async function findMails({ db }: Used): Promise<Troubles['mailsGivenUp']> {
  const where = and(isNull(mailOutbox.nextAttemptAtMs), isNull(mailOutbox.sentAtMs));
  const { mailId, kind, fault, createdAtMs: sinceMs } = mailOutbox;
  const items = await db
    .select({ mailId, kind, fault, sinceMs })
    .from(mailOutbox)
    .where(where)
    .orderBy(asc(sinceMs))
    .limit(SHOWN_MAX);
  return { count: await db.$count(mailOutbox, where), items };
}
