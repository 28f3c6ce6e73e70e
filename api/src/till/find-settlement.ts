import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/mysql-core';
import type { z } from 'zod';
import type { BankAccount } from '@sagopalgo/core/contracts/addresses.ts';
import type { getMySettlement, PayoutWait } from '@sagopalgo/core/contracts/till.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { ledgerEntries, orders, payoutAccounts } from '@sagopalgo/core/mysql/till-schema.ts';
import { balanceKrw, hasRefundUnderWay, sumKrw } from '@sagopalgo/core/orders/books.ts';
import { dueKrw } from '@sagopalgo/core/orders/books.ts';
import { FEES, sellerAccount } from '@sagopalgo/core/rules/journals.ts';
import { after } from '../views/auction-rows.ts';
import { cutPage, readCursor } from '../views/cursor.ts';

const LIST = 'settlement';
const DUE_MAX = 100;

type Settlement = z.output<typeof getMySettlement.reply>;

/** 내 정산: all of it as the books have it, a page of what moved, and why what is due has not gone out. */
export async function findSettlement(
  db: Db,
  sellerId: string,
  query: z.output<typeof getMySettlement.query>,
): Promise<Settlement> {
  const [account, heldKrw, moved, confirmedKrw, outKrw, due] = await Promise.all([
    findAccount(db, sellerId),
    balanceKrw(db, sellerAccount(sellerId)),
    findMoved(db, sellerId, query),
    dueKrw(db, sellerId),
    paidOutKrw(db, sellerId),
    findDue(db, sellerId),
  ]);
  return {
    ...{ ...moved, balanceKrw: 0 - heldKrw, dueKrw: confirmedKrw, paidOutKrw: outKrw, account },
    due: due.map(({ isReturning, ...order }) => ({
      ...order,
      waitsFor: waitOf(isReturning, account !== null),
    })),
  };
}

async function findMoved(
  db: Db,
  sellerId: string,
  { cursor, limit }: z.output<typeof getMySettlement.query>,
): Promise<Pick<Settlement, 'items' | 'nextCursor'>> {
  const fees = alias(ledgerEntries, 'fees');
  const { journalKey, kind, orderId, amountKrw, bookedAtMs } = ledgerEntries;
  const found = await db
    .select({
      ...{ journalKey, kind, orderId, amountKrw, bookedAtMs },
      ...{ title: auctions.title, feesKrw: fees.amountKrw },
    })
    .from(ledgerEntries)
    .innerJoin(orders, eq(orders.orderId, orderId))
    .innerJoin(auctions, eq(auctions.auctionId, orders.auctionId))
    .leftJoin(fees, and(eq(fees.journalKey, journalKey), eq(fees.account, FEES)))
    .where(
      and(
        eq(ledgerEntries.account, sellerAccount(sellerId)),
        after(readCursor(LIST, cursor), 'descending', bookedAtMs, journalKey),
      ),
    )
    .orderBy(desc(bookedAtMs), desc(journalKey))
    .limit(limit + 1);
  const page = cutPage(LIST, found, limit, (row) => ({ key: row.bookedAtMs, id: row.journalKey }));
  const items = page.rows.map((row) => ({
    ...{ kind: row.kind, orderId: row.orderId, title: row.title, bookedAtMs: row.bookedAtMs },
    amountKrw: -row.amountKrw,
    feeKrw: row.kind === 'sale' ? 0 - (row.feesKrw ?? 0) : null,
  }));
  return { items, nextCursor: page.nextCursor };
}

async function paidOutKrw(db: Db, sellerId: string): Promise<number> {
  const [row] = await db
    .select({ krw: sumKrw(ledgerEntries.amountKrw) })
    .from(ledgerEntries)
    .where(
      and(eq(ledgerEntries.account, sellerAccount(sellerId)), eq(ledgerEntries.kind, 'payout')),
    );
  return row?.krw ?? 0;
}

async function findAccount(db: Db, userId: string): Promise<BankAccount | null> {
  const { bank, accountNumber, holderName } = payoutAccounts;
  const [account] = await db
    .select({ bank, accountNumber, holderName })
    .from(payoutAccounts)
    .where(eq(payoutAccounts.userId, userId));
  return account ?? null;
}

type DueOrder = Omit<Settlement['due'][number], 'waitsFor'> & { isReturning: boolean };

async function findDue(db: Db, sellerId: string): Promise<DueOrder[]> {
  const { orderId, state, stateAtMs } = orders;
  const isReturning = sql<number>`${hasRefundUnderWay(db)}`.mapWith(Number);
  const found = await db
    .select({
      ...{ orderId, title: auctions.title, isReturning },
      krw: sumKrw(ledgerEntries.amountKrw),
    })
    .from(orders)
    .innerJoin(auctions, eq(auctions.auctionId, orders.auctionId))
    .innerJoin(
      ledgerEntries,
      and(eq(ledgerEntries.orderId, orderId), eq(ledgerEntries.account, sellerAccount(sellerId))),
    )
    .where(and(eq(orders.sellerId, sellerId), eq(state, 'received')))
    .groupBy(orderId, auctions.title, stateAtMs)
    .having(sql`SUM(${ledgerEntries.amountKrw}) < 0`)
    .orderBy(asc(stateAtMs))
    .limit(DUE_MAX);
  return found.map((order) => ({
    ...{ orderId: order.orderId, title: order.title, amountKrw: -order.krw },
    isReturning: order.isReturning === 1,
  }));
}

function waitOf(isReturning: boolean, hasAccount: boolean): PayoutWait | null {
  if (isReturning) return 'refund';
  return hasAccount ? null : 'account';
}
