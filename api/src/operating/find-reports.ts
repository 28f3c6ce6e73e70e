import { and, asc, count, desc, eq, getTableColumns, inArray } from 'drizzle-orm';
import { alias } from 'drizzle-orm/mysql-core';
import type { z } from 'zod';
import type { listReports } from '@sagopalgo/core/contracts/reports.ts';
import { reports } from '@sagopalgo/core/mysql/asking-schema.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';
import { after } from '../views/auction-rows.ts';
import { cutPage, readCursor } from '../views/cursor.ts';

const reporters = alias(users, 'reporters');
const owners = alias(users, 'owners');

/** A page of what was reported: of what is open the oldest first, of what was handled the newest. */
export async function findReports(
  { db }: Pick<Deps, 'db'>,
  { state, cursor, limit }: z.output<typeof listReports.query>,
): Promise<z.output<typeof listReports.reply>> {
  const list = `reports-${state}`;
  const { reportedAtMs, reportId } = reports;
  const direction = state === 'open' ? 'ascending' : 'descending';
  const order = state === 'open' ? asc : desc;
  const found = await db
    .select({
      ...getTableColumns(reports),
      ...{ reporter: reporters.nickname, about: owners.nickname },
    })
    .from(reports)
    .leftJoin(reporters, eq(reporters.userId, reports.reporterId))
    .leftJoin(owners, eq(owners.userId, reports.aboutUserId))
    .where(
      and(
        eq(reports.state, state),
        after(readCursor(list, cursor), direction, reportedAtMs, reportId),
      ),
    )
    .orderBy(order(reportedAtMs), order(reportId))
    .limit(limit + 1);
  const page = cutPage(list, found, limit, (row) => ({ key: row.reportedAtMs, id: row.reportId }));
  const alike = await countAlike(
    db,
    page.rows.map(({ subjectId }) => subjectId),
  );
  const items = page.rows.map(({ openKey: _key, reporter, about, ...row }) => ({
    ...{ ...row, reporter: reporter ?? '', about: about ?? '' },
    alike: alike.get(`${row.kind}:${row.subjectId}`) ?? 0,
  }));
  return { items, nextCursor: page.nextCursor };
}

async function countAlike(db: Deps['db'], subjectIds: string[]): Promise<Map<string, number>> {
  if (subjectIds.length === 0) return new Map();
  const { kind, subjectId } = reports;
  const rows = await db
    .select({ kind, subjectId, count: count() })
    .from(reports)
    .where(and(inArray(subjectId, subjectIds), eq(reports.state, 'open')))
    .groupBy(kind, subjectId);
  return new Map(rows.map((row) => [`${row.kind}:${row.subjectId}`, row.count]));
}
