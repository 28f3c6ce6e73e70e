import { eq } from 'drizzle-orm';
import type { Db, Tx } from '../mysql/connect.ts';
import { duplicateKeyOf } from '../mysql/errors.ts';
import { ledgerEntries } from '../mysql/till-schema.ts';
import type { JournalKind, JournalLine } from '../rules/journals.ts';
import { lockOrder } from './move-order.ts';

/** How often one thing may come and be taken back, such as a deposit, before a person has to look. */
const TIMES_MAX = 20;

/** What is booked, for which order and when. */
export interface Journal {
  /** Names what is booked, so that it is booked once, such as `sale:<tossOrderId>`. */
  journalKey: string;
  kind: JournalKind;
  orderId: string;
  lines: readonly JournalLine[];
  nowMs: number;
}

/**
 * Books a journal in the transaction of what it is about, under the order's lock. Returns false, leaving
 * the rest of the transaction as good as it was, where it was booked before or at the same time.
 * Throws where its lines do not add up to nothing: the books never carry half of something.
 */
export async function postJournal(tx: Tx, journal: Journal): Promise<boolean> {
  const { journalKey, kind, orderId, lines, nowMs } = journal;
  const sumKrw = lines.reduce((sum, line) => sum + line.amountKrw, 0);
  if (lines.length < 2 || sumKrw !== 0) {
    throw new Error(`journal ${journalKey} has ${lines.length} lines that add up to ${sumKrw} won`);
  }
  // Whoever books the same thing waits here, so that no two inserts wait for each other.
  if (!(await lockOrder(tx, orderId))) throw new Error(`journal ${journalKey} is of no order`);
  const rows = lines.map(({ account, amountKrw }, line) => ({
    ...{ journalKey, line, kind, account, amountKrw, orderId },
    bookedAtMs: nowMs,
  }));
  try {
    await tx.insert(ledgerEntries).values(rows);
    return true;
  } catch (error) {
    // Reading first would not do: a transaction may have begun to read before the other one committed.
    // MySQL undoes the one statement only.
    if (duplicateKeyOf(error) === null) throw error;
    return false;
  }
}

/** Whether a journal of that name is in the books. */
export async function isPosted(db: Db | Tx, journalKey: string): Promise<boolean> {
  return (await db.$count(ledgerEntries, eq(ledgerEntries.journalKey, journalKey))) > 0;
}

/** The name for what may be booked again: the first, or the first with the lowest number that is free. */
export async function nextKey(tx: Tx, first: string): Promise<string> {
  if (!(await isPosted(tx, first))) return first;
  for (let number = 2; number <= TIMES_MAX; number += 1) {
    const key = `${first}:${number}`;
    if (!(await isPosted(tx, key))) return key;
  }
  throw new Error(`${first} has been booked ${TIMES_MAX} times`);
}
