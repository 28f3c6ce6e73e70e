import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, max } from 'drizzle-orm';
import { notExists, notInArray, sql } from 'drizzle-orm';
import type { HeadEvent } from '@sagopalgo/core/contracts/events.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { auctions, chainHeads } from '@sagopalgo/core/mysql/schema.ts';
import { publishHead } from '@sagopalgo/core/redis/commands.ts';
import type { Signer } from '@sagopalgo/core/runtime/signing.ts';
import type { Connections } from '../connections.ts';
import { tryEvery } from '../try-every.ts';
import { chainEnd, signedHead } from './sign-head.ts';
import type { ChainEnd } from './sign-head.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';

/** How often every open auction's head is told, whatever has happened, so that the time tells nothing. */
export const HEADS_EVERY_MS = 60_000;
/** Of two keepers the second finds that it was told already. */
const TOLD_BEFORE_MS = 45_000;
/** A head that a keeper which died could not sign after a settlement is signed by another. */
const ENDED_WITHIN_MS = 3_600_000;
const PAGE_AUCTIONS = 500;
const PAGES_MAX = 20;

type Used = Pick<Connections, 'db' | 'redis' | 'now'>;
type Kept = typeof chainHeads.$inferSelect;

/**
 * Signs, keeps and tells the head of every auction that is open now, and of those that closed within
 * the hour and are settled without one for their last entry. Run it every minute; returns how many were
 * told. Throws when more than 10,000 auctions are open, after telling those.
 */
export async function publishHeads(connections: Used, signer: Signer): Promise<number> {
  const { db, now } = connections;
  let told = await publishPage(connections, signer, await findEndedUnsigned(db, now()));
  let afterId = '';
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const ids = await findOpen(db, now(), afterId);
    told += await publishPage(connections, signer, ids);
    const lastId = ids.at(-1);
    if (lastId === undefined || ids.length < PAGE_AUCTIONS) return told;
    afterId = lastId;
  }
  throw new Error(`more than ${PAGES_MAX * PAGE_AUCTIONS} auctions are open`);
}

async function findOpen(db: Db, nowMs: number, afterId: string): Promise<string[]> {
  const { auctionId, state, opensAtMs, closesAtMs } = auctions;
  const rows = await db
    .select({ auctionId })
    .from(auctions)
    .where(
      and(
        ...[inArray(state, UNSETTLED_STATES), lte(opensAtMs, nowMs), gt(closesAtMs, nowMs)],
        gt(auctionId, afterId),
      ),
    )
    .orderBy(asc(auctionId))
    .limit(PAGE_AUCTIONS);
  return rows.map((row) => row.auctionId);
}

// What is over the limit comes with the next minute, when these are signed.
async function findEndedUnsigned(db: Db, nowMs: number): Promise<string[]> {
  const { auctionId, state, closesAtMs, chainHash, recordedSeq } = auctions;
  const lastSigned = db
    .select({ one: sql`1` })
    .from(chainHeads)
    .where(and(eq(chainHeads.auctionId, auctionId), eq(chainHeads.seq, recordedSeq)));
  const rows = await db
    .select({ auctionId })
    .from(auctions)
    .where(
      and(
        ...[gt(closesAtMs, nowMs - ENDED_WITHIN_MS), lte(closesAtMs, nowMs)],
        ...[notInArray(state, UNSETTLED_STATES), isNotNull(chainHash)],
        notExists(lastSigned),
      ),
    )
    .orderBy(asc(closesAtMs))
    .limit(PAGE_AUCTIONS);
  return rows.map((row) => row.auctionId);
}

async function publishPage(
  { db, redis, now }: Used,
  signer: Signer,
  auctionIds: readonly string[],
): Promise<number> {
  if (auctionIds.length === 0) return 0;
  await beginChains(db, auctionIds);
  const ends = await readEnds(db, auctionIds);
  const newest = await newestHeads(db, auctionIds);
  const atMs = now();
  const due = ends.filter((end) => {
    const head = newest.get(end.auctionId);
    return !head || !saysTheSame(head, end) || head.signedAtMs <= atMs - TOLD_BEFORE_MS;
  });
  if (due.length === 0) return 0;
  const heads = await Promise.all(due.map((end) => signedHead(signer, end, atMs)));
  await keep(db, heads, newest);
  await Promise.all(heads.map((head) => publishHead(redis, head)));
  return heads.length;
}

// Whatever happens first on an auction: the listing is signed before it.
async function beginChains(db: Db, auctionIds: readonly string[]): Promise<void> {
  const unchained = await db
    .select({ auctionId: auctions.auctionId })
    .from(auctions)
    .where(
      and(
        inArray(auctions.auctionId, [...auctionIds]),
        isNull(auctions.chainHash),
        eq(auctions.recordedSeq, 0),
        eq(auctions.recordedRaise, 0),
      ),
    );
  await tryEvery(unchained, ({ auctionId }) => chainEnd(db, auctionId));
}

// Both are written together, so one reading without a lock is never half of each.
async function readEnds(db: Db, auctionIds: readonly string[]): Promise<ChainEnd[]> {
  const { auctionId, recordedSeq: seq, chainHash: hash } = auctions;
  const rows = await db
    .select({ auctionId, seq, hash })
    .from(auctions)
    .where(inArray(auctionId, [...auctionIds]));
  return rows.flatMap(({ hash, ...end }) => (hash === null ? [] : [{ ...end, hash }]));
}

async function newestHeads(db: Db, auctionIds: readonly string[]): Promise<Map<string, Kept>> {
  const newest = db
    .select({ auctionId: chainHeads.auctionId, atMs: max(chainHeads.signedAtMs).as('at_ms') })
    .from(chainHeads)
    .where(inArray(chainHeads.auctionId, [...auctionIds]))
    .groupBy(chainHeads.auctionId)
    .as('newest');
  const rows = await db
    .select({ head: chainHeads })
    .from(newest)
    .innerJoin(
      chainHeads,
      and(eq(chainHeads.auctionId, newest.auctionId), eq(chainHeads.signedAtMs, newest.atMs)),
    );
  return new Map(rows.map(({ head }) => [head.auctionId, head]));
}

// Of several heads for the same end the newest says all that the others said.
async function keep(
  db: Db,
  heads: readonly HeadEvent[],
  newest: ReadonlyMap<string, Kept>,
): Promise<void> {
  const unsaid = sql`${chainHeads.signedAtMs}`;
  await db
    .insert(chainHeads)
    .values(heads.map(({ atMs: signedAtMs, ...head }) => ({ ...head, signedAtMs })))
    .onDuplicateKeyUpdate({ set: { signedAtMs: unsaid } });
  const replaced = heads.flatMap((head) => {
    const before = newest.get(head.auctionId);
    const isOlder = before && before.signedAtMs < head.atMs && saysTheSame(before, head);
    return isOlder ? [sql`(${before.auctionId}, ${before.signedAtMs})`] : [];
  });
  if (replaced.length === 0) return;
  const place = sql`(${chainHeads.auctionId}, ${chainHeads.signedAtMs})`;
  await db.delete(chainHeads).where(sql`${place} IN (${sql.join(replaced, sql`, `)})`);
}

function saysTheSame(one: { seq: number; hash: string }, other: ChainEnd): boolean {
  return one.seq === other.seq && one.hash === other.hash;
}
