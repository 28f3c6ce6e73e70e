import { eq } from 'drizzle-orm';
import type { Db, Tx } from '../mysql/connect.ts';
import { ledgerEntries } from '../mysql/till-schema.ts';
import type { JournalKind, JournalLine } from '../rules/journals.ts';

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
 * Books a journal in the transaction of what it is about. Returns false where it was booked before.
 * Throws where its lines do not add up to nothing: the books never carry half of something.
 */
export async function postJournal(tx: Tx, journal: Journal): Promise<boolean> {
  const { journalKey, kind, orderId, lines, nowMs } = journal;
  const sumKrw = lines.reduce((sum, line) => sum + line.amountKrw, 0);
  if (lines.length < 2 || sumKrw !== 0) {
    throw new Error(`journal ${journalKey} has ${lines.length} lines that add up to ${sumKrw} won`);
  }
  const rows = lines.map(({ account, amountKrw }, line) => ({
    ...{ journalKey, line, kind, account, amountKrw, orderId },
    bookedAtMs: nowMs,
  }));
  if (await isPosted(tx, journalKey)) return false;
  await tx.insert(ledgerEntries).values(rows);
  return true;
}

/** Whether a journal of that name is in the books. */
export async function isPosted(db: Db | Tx, journalKey: string): Promise<boolean> {
  return (await db.$count(ledgerEntries, eq(ledgerEntries.journalKey, journalKey))) > 0;
}
