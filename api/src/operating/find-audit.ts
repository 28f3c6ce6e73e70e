import { and, desc, eq, getTableColumns, inArray, lt, notExists, or } from 'drizzle-orm';
import type { AnyColumn, SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { AuditEntry, listAudit } from '@sagopalgo/core/contracts/operator-deeds.ts';
import { operatorTasks } from '@sagopalgo/core/mysql/operating-schema.ts';
import { auctions, operatorActions, users } from '@sagopalgo/core/mysql/schema.ts';
import { orderEvents, orders, tillTerms } from '@sagopalgo/core/mysql/till-schema.ts';
import type { Deps } from '../deps.ts';
import { cutPage, readCursor } from '../views/cursor.ts';
import type { Place } from '../views/cursor.ts';

const LIST = 'audit';
/** Where what operators do is written down; at one moment those of the first come first. */
const SOURCES = ['task', 'action', 'order-event', 'terms'] as const;
type Source = (typeof SOURCES)[number];

type Db = Deps['db'];
type TaskRow = typeof operatorTasks.$inferSelect;
/** An entry whose auction, person or order has yet to be named; a category is named by the deed itself. */
type Unnamed = AuditEntry;
const detailSchema = z.object({
  refused: z.string().optional(),
  failed: z.string().optional(),
  name: z.string().optional(),
});

/** A page of everything operators did, wherever it is kept, the newest first. */
export async function findAudit(
  { db }: Pick<Deps, 'db'>,
  { cursor, limit }: z.output<typeof listAudit.query>,
): Promise<z.output<typeof listAudit.reply>> {
  const place = readCursor(LIST, cursor);
  const found = await Promise.all([
    readTasks(db, place, limit + 1),
    readActions(db, place, limit + 1),
    readOrderEvents(db, place, limit + 1),
    readTerms(db, place, limit + 1),
  ]);
  // Each is in order, and sorting leaves what is of one moment as it stands.
  const entries = found.flat().toSorted((one, other) => other.atMs - one.atMs);
  const placeOf = (entry: Unnamed): Place => ({ key: entry.atMs, id: entry.entryId });
  const { rows, nextCursor } = cutPage(LIST, entries, limit, placeOf);
  return { items: await withNames(db, rows), nextCursor };
}

/** One task as the audit tells it, or null. */
export async function findTaskEntry(db: Db, taskId: string): Promise<AuditEntry | null> {
  const rows = await db.select().from(operatorTasks).where(eq(operatorTasks.taskId, taskId));
  const [entry] = await withNames(db, rows.map(taskEntry));
  return entry ?? null;
}

/** One action as the audit tells it; throws for an id that there is not. */
export async function readActionEntry(db: Db, actionId: string): Promise<AuditEntry> {
  const rows = await db
    .select()
    .from(operatorActions)
    .where(eq(operatorActions.actionId, actionId));
  const [entry] = await withNames(db, rows.map(actionEntry));
  if (!entry) throw new Error(`no action ${actionId}`);
  return entry;
}

async function readTasks(db: Db, place: Place | null, limit: number): Promise<Unnamed[]> {
  const { askedAtMs, taskId } = operatorTasks;
  const rows = await db
    .select()
    .from(operatorTasks)
    .where(before(place, 'task', askedAtMs, taskId))
    .orderBy(desc(askedAtMs), desc(taskId))
    .limit(limit);
  return rows.map(taskEntry);
}

async function readActions(db: Db, place: Place | null, limit: number): Promise<Unnamed[]> {
  const { actedAtMs, actionId } = operatorActions;
  // What the keeper did for a task is told as the task.
  const asked = db
    .select({ taskId: operatorTasks.taskId })
    .from(operatorTasks)
    .where(eq(operatorTasks.taskId, actionId));
  const rows = await db
    .select()
    .from(operatorActions)
    .where(and(before(place, 'action', actedAtMs, actionId), notExists(asked)))
    .orderBy(desc(actedAtMs), desc(actionId))
    .limit(limit);
  return rows.map(actionEntry);
}

async function readOrderEvents(db: Db, place: Place | null, limit: number): Promise<Unnamed[]> {
  const { happenedAtMs, eventId } = orderEvents;
  const rows = await db
    .select({ ...getTableColumns(orderEvents), nickname: users.nickname })
    .from(orderEvents)
    .leftJoin(users, eq(users.userId, orderEvents.actorId))
    .where(
      and(eq(orderEvents.actor, 'operator'), before(place, 'order-event', happenedAtMs, eventId)),
    )
    .orderBy(desc(happenedAtMs), desc(eventId))
    .limit(limit);
  return rows.map((row) => ({
    ...NOTHING,
    entryId: `order-event:${row.eventId}`,
    ...{ kind: `order:${row.event}`, operator: row.nickname ?? '', reason: row.reason ?? '' },
    ...{ atMs: row.happenedAtMs, orderId: row.orderId },
  }));
}

async function readTerms(db: Db, place: Place | null, limit: number): Promise<Unnamed[]> {
  const { setAtMs, termsId } = tillTerms;
  const rows = await db
    .select({ ...getTableColumns(tillTerms), nickname: users.nickname })
    .from(tillTerms)
    .leftJoin(users, eq(users.userId, tillTerms.operatorId))
    .where(before(place, 'terms', setAtMs, termsId))
    .orderBy(desc(setAtMs), desc(termsId))
    .limit(limit);
  return rows.map((row) => ({
    ...NOTHING,
    entryId: `terms:${row.termsId}`,
    ...{ kind: 'set-terms', operator: row.nickname ?? '', reason: row.reason, atMs: row.setAtMs },
  }));
}

const NOTHING = {
  ...{ taskId: null, auctionId: null, userId: null, orderId: null, job: null, name: null },
  ...{ state: 'done' as const, outcome: null },
};

function taskEntry(row: TaskRow): Unnamed {
  const { taskId, kind, operator, reason, askedAtMs: atMs, state, outcome, subject } = row;
  const isJob = kind === 'run-job';
  return {
    ...NOTHING,
    entryId: `task:${taskId}`,
    ...{ taskId, kind, operator, reason, atMs, state, outcome },
    ...(isJob ? { job: subject } : { auctionId: subject }),
  };
}

function actionEntry(row: typeof operatorActions.$inferSelect): Unnamed {
  const { actionId, action: kind, operator, reason, actedAtMs: atMs, auctionId, userId } = row;
  const { refused, failed, name = null } = detailSchema.parse(JSON.parse(row.detail));
  const fault = refused ?? failed;
  return {
    ...NOTHING,
    entryId: `action:${actionId}`,
    ...{ kind, operator, reason, atMs, auctionId, userId, name },
    ...(fault !== undefined && { state: 'failed' as const, outcome: fault }),
  };
}

// What comes after a place: what is older, and of the same moment what of a later source or a smaller id.
function before(
  place: Place | null,
  source: Source,
  atMs: AnyColumn,
  id: AnyColumn,
): SQL | undefined {
  if (!place) return undefined;
  const [placeSource = '', placeId = ''] = place.id.split(':');
  const order = SOURCES.indexOf(source) - SOURCES.indexOf(placeSource as Source);
  if (order < 0) return lt(atMs, place.key);
  const isSame = eq(atMs, place.key);
  return or(lt(atMs, place.key), order > 0 ? isSame : and(isSame, lt(id, placeId)));
}

async function withNames(db: Db, entries: readonly Unnamed[]): Promise<AuditEntry[]> {
  const ids = (of: 'auctionId' | 'userId' | 'orderId') =>
    entries.map((entry) => entry[of]).filter((id) => id !== null);
  const [titles, nicknames, orderTitles] = await Promise.all([
    namesOf(ids('auctionId'), (some) =>
      db
        .select({ id: auctions.auctionId, name: auctions.title })
        .from(auctions)
        .where(inArray(auctions.auctionId, some)),
    ),
    namesOf(ids('userId'), (some) =>
      db
        .select({ id: users.userId, name: users.nickname })
        .from(users)
        .where(inArray(users.userId, some)),
    ),
    namesOf(ids('orderId'), (some) =>
      db
        .select({ id: orders.orderId, name: auctions.title })
        .from(orders)
        .innerJoin(auctions, eq(auctions.auctionId, orders.auctionId))
        .where(inArray(orders.orderId, some)),
    ),
  ]);
  return entries.map((entry) => ({
    ...entry,
    name:
      titles.get(entry.auctionId ?? '') ??
      nicknames.get(entry.userId ?? '') ??
      orderTitles.get(entry.orderId ?? '') ??
      entry.name,
  }));
}

async function namesOf(
  ids: string[],
  read: (ids: string[]) => Promise<{ id: string; name: string }[]>,
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  return new Map((await read([...new Set(ids)])).map(({ id, name }) => [id, name]));
}
