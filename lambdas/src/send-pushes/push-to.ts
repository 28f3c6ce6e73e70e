import { and, asc, eq, isNotNull, isNull, lte } from 'drizzle-orm';
import { notices, pushes, pushSubscriptions } from '@sagopalgo/core/mysql/notice-schema.ts';
import { auctions, sessionFamilies } from '@sagopalgo/core/mysql/schema.ts';
import { NOTICE_FACTS, OF_NOTICE } from '@sagopalgo/core/notices/notice-facts.ts';
import type { Pusher } from '@sagopalgo/core/push/push-client.ts';
import type { Connections } from '../connections.ts';
import { messageOf, uselessness } from './push-message.ts';

/** Longer than a browser's turn can take: whoever took one up and let nothing more be heard is gone. */
const TAKEN_FOR_MS = 5 * 60_000;
const PUSHES_A_TURN = 20;
const FIRST_PAUSE_MS = 30_000;
const PAUSE_MAX_MS = 3_600_000;
/** Some three days of trying: whatever that was, it is no push service any more. */
const FAILURES_MAX = 80;
const FAULT_MAX_CHARS = 40;

export type Subscription = typeof pushSubscriptions.$inferSelect;
export type PushingDeps = Pick<Connections, 'db' | 'log' | 'now'> & {
  /** Not there where there is no key to send with. */
  pusher?: Pusher | undefined;
};

/**
 * What became of pushes; `read`: elsewhere in the meantime; `late`: of no use any more; `unfit`: nothing that the
 * service takes; `later`: not taken for now; `gone`: a browser that wants none any more, whatever waited for it.
 */
export const PUSH_OUTCOMES = ['sent', 'read', 'late', 'unfit', 'later', 'gone'] as const;
export type PushCounts = Record<(typeof PUSH_OUTCOMES)[number], number>;

export const NO_PUSHES: Readonly<PushCounts> = {
  ...{ sent: 0, read: 0, late: 0, unfit: 0, later: 0, gone: 0 },
};

/**
 * Takes up a browser and sends what is due to it, in order; what cannot be sent for now holds up what comes after it. A
 * push is sent twice only where the sender died between its sending and its record, and replaces itself on the device
 * then.
 */
export async function pushTo(deps: PushingDeps, browser: Subscription): Promise<PushCounts> {
  const counts: PushCounts = { ...NO_PUSHES };
  if (!deps.pusher || !(await takeUp(deps, browser))) return counts;
  if (await isSignedOut(deps, browser)) {
    await remove(deps, browser, 'SIGNED_OUT');
    return { ...counts, gone: 1 };
  }
  for (const push of await findDue(deps, browser)) {
    const useless = uselessness(push, deps.now());
    if (useless !== null) {
      await end(deps, browser, push.number, { fault: useless.toUpperCase() });
      counts[useless] += 1;
      continue;
    }
    const message = messageOf(push, deps.now());
    const result = await deps.pusher.send(browser, message);
    if (result.outcome === 'sent') {
      await end(deps, browser, push.number, { sentAtMs: deps.now() });
      counts.sent += 1;
    } else if (result.outcome === 'unfit') {
      await end(deps, browser, push.number, { fault: result.fault });
      counts.unfit += 1;
      deps.log.warn('push.unfit', { ...named(browser), fault: result.fault });
    } else if (result.outcome === 'gone' || browser.failures >= FAILURES_MAX) {
      await remove(deps, browser, result.fault);
      return { ...counts, gone: 1 };
    } else {
      await postpone(deps, browser, result.fault);
      return { ...counts, later: 1 };
    }
  }
  await letGo(deps, browser, { failures: 0, nextTryAtMs: deps.now() });
  return counts;
}

async function takeUp({ db, now }: PushingDeps, browser: Subscription): Promise<boolean> {
  const { subscriptionId, nextTryAtMs } = pushSubscriptions;
  const [taken] = await db
    .update(pushSubscriptions)
    .set({ nextTryAtMs: now() + TAKEN_FOR_MS })
    .where(
      and(
        eq(subscriptionId, browser.subscriptionId),
        ...[eq(nextTryAtMs, browser.nextTryAtMs), lte(nextTryAtMs, now())],
      ),
    );
  return taken.affectedRows === 1;
}

// Whoever signs out on a browser is not told there any more, nor is whoever comes after. A signing-in that is over is
// soon not in the record at all.
async function isSignedOut({ db }: PushingDeps, { familyId }: Subscription): Promise<boolean> {
  if (familyId === '') return false;
  const isOpen = and(eq(sessionFamilies.familyId, familyId), isNull(sessionFamilies.endedAtMs));
  return (await db.$count(sessionFamilies, isOpen)) === 0;
}

async function findDue({ db, now }: PushingDeps, { subscriptionId, userId }: Subscription) {
  const { number, noticeId, readAtMs } = notices;
  const { goodUntilMs } = pushes;
  return await db
    .select({ ...NOTICE_FACTS, number, noticeId, readAtMs, goodUntilMs })
    .from(pushes)
    // What was promised to whoever had the browser before is not for whoever has it now.
    .innerJoin(notices, and(eq(number, pushes.noticeNumber), eq(notices.userId, userId)))
    .leftJoin(auctions, OF_NOTICE)
    .where(and(eq(pushes.subscriptionId, subscriptionId), lte(pushes.dueAtMs, now())))
    .orderBy(asc(number))
    .limit(PUSHES_A_TURN);
}

export type DuePush = Awaited<ReturnType<typeof findDue>>[number];

async function end(
  { db }: PushingDeps,
  { subscriptionId }: Subscription,
  noticeNumber: number,
  how: { sentAtMs?: number; fault?: string },
): Promise<void> {
  const fault = how.fault?.slice(0, FAULT_MAX_CHARS) ?? null;
  await db
    .update(pushes)
    .set({ dueAtMs: null, sentAtMs: how.sentAtMs ?? null, fault })
    .where(and(eq(pushes.noticeNumber, noticeNumber), eq(pushes.subscriptionId, subscriptionId)));
}

async function remove(deps: PushingDeps, browser: Subscription, fault: string): Promise<void> {
  const { subscriptionId, createdAtMs } = browser;
  // One that has been subscribed anew meanwhile is another.
  const [removed] = await deps.db
    .delete(pushSubscriptions)
    .where(
      and(
        eq(pushSubscriptions.subscriptionId, subscriptionId),
        eq(pushSubscriptions.createdAtMs, createdAtMs),
      ),
    );
  if (removed.affectedRows === 0) return;
  await deps.db
    .delete(pushes)
    .where(and(eq(pushes.subscriptionId, subscriptionId), isNotNull(pushes.dueAtMs)));
  deps.log.info('push.browser-gone', { ...named(browser), fault });
}

async function postpone(deps: PushingDeps, browser: Subscription, fault: string): Promise<void> {
  const failures = browser.failures + 1;
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), PAUSE_MAX_MS);
  await letGo(deps, browser, { failures, nextTryAtMs: deps.now() + pauseMs });
  deps.log.warn('push.not-sent', { ...named(browser), fault, failures, againInMs: pauseMs });
}

async function letGo(
  { db }: PushingDeps,
  { subscriptionId, createdAtMs }: Subscription,
  how: Pick<Subscription, 'failures' | 'nextTryAtMs'>,
): Promise<void> {
  await db
    .update(pushSubscriptions)
    .set(how)
    .where(
      and(
        eq(pushSubscriptions.subscriptionId, subscriptionId),
        eq(pushSubscriptions.createdAtMs, createdAtMs),
      ),
    );
}

// The endpoint is as good as a key to the browser.
function named({ subscriptionId, userId }: Subscription) {
  return { subscriptionId, userId };
}
