import { and, asc, eq, getTableColumns, inArray, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/mysql-core';
import type { z } from 'zod';
import type { listTalkReports, TalkMessage } from '@sagopalgo/core/contracts/talk.ts';
import { auctions, users } from '@sagopalgo/core/mysql/schema.ts';
import { talkMessages, talkReports } from '@sagopalgo/core/mysql/talk-schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import type { Deps } from '../deps.ts';
import { after } from '../views/auction-rows.ts';
import { cutPage, readCursor } from '../views/cursor.ts';
import { messageView, selectMessages } from './message-view.ts';

const LIST = 'talk-reports';
/** Instead of the name of somebody, or of a thing, that is gone. */
const GONE = '';

type Used = Pick<Deps, 'db' | 'settings'>;
type ReportRow = typeof talkReports.$inferSelect;

const reporters = alias(users, 'reporters');
const reported = alias(users, 'reported');

/** A page of the reports that nobody has dealt with, those that wait the longest first. */
export async function findReports(
  used: Used,
  { cursor, limit }: z.output<typeof listTalkReports.query>,
): Promise<z.output<typeof listTalkReports.reply>> {
  const place = readCursor(LIST, cursor);
  const { reportedAtMs, reportId, settledAtMs } = talkReports;
  const found = await used.db
    .select({
      report: getTableColumns(talkReports),
      ...{ title: auctions.title, buyerId: orders.buyerId },
      ...{ reporterNickname: reporters.nickname, reportedNickname: reported.nickname },
    })
    .from(talkReports)
    .leftJoin(orders, eq(orders.orderId, talkReports.orderId))
    .leftJoin(auctions, eq(auctions.auctionId, orders.auctionId))
    .leftJoin(reporters, eq(reporters.userId, talkReports.reporterId))
    .leftJoin(reported, eq(reported.userId, talkReports.reportedId))
    .where(and(isNull(settledAtMs), after(place, 'ascending', reportedAtMs, reportId)))
    .orderBy(asc(reportedAtMs), asc(reportId))
    .limit(limit + 1);
  const page = cutPage(LIST, found, limit, ({ report }) => ({
    ...{ key: report.reportedAtMs, id: report.reportId },
  }));
  const messages = await readReported(used, page.rows);
  const items = page.rows.map(({ report, title, reporterNickname, reportedNickname }) => ({
    ...{ reportId: report.reportId, orderId: report.orderId, title: title ?? GONE },
    reporterNickname: reporterNickname ?? GONE,
    reportedNickname: reportedNickname ?? GONE,
    ...{ reportedUserId: report.reportedId, reason: report.reason },
    message: messages.get(report.reportId) ?? null,
    reportedAtMs: report.reportedAtMs,
  }));
  return { items, nextCursor: page.nextCursor };
}

async function readReported(
  { db, settings: { imagesBaseUrl } }: Used,
  rows: readonly { report: ReportRow; buyerId: string | null }[],
): Promise<Map<string, TalkMessage>> {
  const about = rows.filter(({ report }) => report.seq !== null);
  if (about.length === 0) return new Map();
  const places = about.map(({ report }) => sql`(${report.orderId}, ${report.seq})`);
  const place = sql`(${talkMessages.orderId}, ${talkMessages.seq})`;
  const found = await selectMessages(db).where(inArray(place, places));
  return new Map(
    about.flatMap(({ report, buyerId }) => {
      const said = found.find(
        ({ message }) => message.orderId === report.orderId && message.seq === report.seq,
      );
      const view = said && messageView(said, { buyerId: buyerId ?? GONE, imagesBaseUrl });
      return view ? [[report.reportId, view] as const] : [];
    }),
  );
}
