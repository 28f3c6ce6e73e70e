import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import { RefusalError } from '../contracts/errors.ts';
import { admitBidder, barBidder } from '../redis/bar-bidder.ts';
import { closeAuction, moveClosing, openAuction, placeBid } from '../redis/commands.ts';
import type { AuctionRedis } from '../redis/connect.ts';
import { auctionKeys } from '../redis/keys.ts';
import { readLive } from '../redis/live-state.ts';
import type { LogEntry } from '../redis/log-entries.ts';
import { readLog, readPublicLog } from '../redis/read-log.ts';
import { EXTENSION_LIMIT_MS, EXTENSION_MS } from '../rules/price-rules.ts';
import * as model from '../rules/reference-model.ts';
import type { Accepted, ModelAuction, ModelBid, Refused } from '../rules/reference-state.ts';
import { EPOCH, expectedEntries, expectedHashes, expectedLive } from './expected-judge.ts';
import { changedBid, offeredBid } from './eventful-auctions.ts';
import type { Happening } from './eventful-auctions.ts';

const ENTRIES_MAX = 100;
/** Longer than any test: bars end by the server's clock, which a test does not set. */
const BARRED_MS = 3_600_000;

/** Where the judge is, and how often it has said what. */
export interface Stage {
  redis: AuctionRedis;
  told: Map<string, number>;
}

type Leaving = Extract<Happening, { type: 'bar' | 'admit' }>;

/** One auction in both worlds: the judge's and the reference model's. */
interface Pair extends Stage {
  auctionId: string;
  state: ModelAuction;
  /** What the judge's time has been set to; null when it goes by its server's clock. */
  setMs: number | null;
  /** When Redis was last looked at, by its own clock. */
  seenMs: number;
  sent: ModelBid[];
  entries: LogEntry[];
}

/**
 * Plays an auction that begins as `state` in both worlds, and throws when they differ in an answer, in
 * where the auction then stands, or in the log. An auction's time never runs backwards, so with `setMs`
 * ahead of the clock the test is the one who says how late it is; null leaves that to Redis.
 */
export async function playAuction(
  stage: Stage,
  state: ModelAuction,
  setMs: number | null,
  happenings: readonly Happening[],
): Promise<void> {
  const auctionId = randomUUID();
  const { rules, scheduledClosesAtMs } = state;
  const opened = { ...rules, auctionId, epoch: EPOCH, scheduledClosesAtMs };
  expect(await openAuction(stage.redis, opened)).to.equal('OPENED');
  const pair: Pair = { ...stage, auctionId, state, setMs, seenMs: 0, sent: [], entries: [] };
  if (setMs !== null) await setTime(pair, setMs);
  for (const [index, happening] of happenings.entries()) {
    try {
      await happen(pair, happening);
    } catch (error) {
      throw new Error(`at ${index}: ${JSON.stringify(pair.sent.at(-1))}`, { cause: error });
    }
  }
  await compareLogs(pair);
}

/**
 * Has Redis know the scripts: one that it does not know yet is sent twice, and so comes after what was
 * sent behind it.
 */
export async function haveScripts(redis: AuctionRedis): Promise<void> {
  const auctionId = randomUUID();
  const bid = { auctionId, bidderId: 'a', bidId: bidIdAt(0), kind: 'auto', maxKrw: 1 } as const;
  expect(await placeBid(redis, bid).catch(refusalOf)).to.include({ refused: 'AUCTION_NOT_FOUND' });
  await closeAuction(redis, auctionId);
  await moveClosing(redis, auctionId, { closesAtMs: 1, reason: 'operator' });
  const bar = { auctionId, bidderId: 'a', leaveId: 'one' };
  await barBidder(redis, bar, 1);
  await admitBidder(redis, bar);
}

async function happen(pair: Pair, happening: Happening): Promise<void> {
  switch (happening.type) {
    case 'bid':
      return send(pair, offeredBid(pair.state, happening, bidIdAt(pair.sent.length)));
    case 'repeat': {
      const made = pair.sent[happening.of % Math.max(1, pair.sent.length)];
      return made && send(pair, changedBid(made, happening.change));
    }
    case 'wait':
      return setTime(pair, momentOf(pair, happening));
    case 'close':
      return close(pair);
    case 'move':
      return move(pair, pair.state.closesAtMs + happening.byMs);
    case 'bar':
      return bar(pair, happening);
    case 'admit':
      return admit(pair, happening);
    default:
      return happening satisfies never;
  }
}

async function send(pair: Pair, made: ModelBid): Promise<void> {
  const { redis, auctionId, setMs } = pair;
  pair.sent.push(made);
  const judged = placeBid(redis, { ...made, auctionId }).catch(refusalOf);
  const [answer, seen] = await Promise.all([judged, look(pair)]);
  const atMs = setMs ?? judgedAtMs(pair.state, answer) ?? seen.nowMs;
  if (setMs === null) expect(atMs).to.be.within(pair.seenMs, seen.nowMs);
  const expected = model.bid(pair.state, made, atMs);
  expectSame(answer, expected.answer);
  tell(pair, 'refused' in answer ? answer.refused : outcomeWord(pair.state, answer));
  agree(pair, expected.state, seen);
}

async function close(pair: Pair): Promise<void> {
  const { redis, auctionId, setMs } = pair;
  const [closing, seen] = await Promise.all([closeAuction(redis, auctionId), look(pair)]);
  const { state, answer } = model.close(pair.state, setMs ?? seen.nowMs);
  if ('remainingMs' in answer) expect(closing).to.deep.equal({ code: 'NOT_YET', ...answer });
  else {
    const { priceKrw, bidCount, closesAtMs } = state;
    const { seq, outcome, winnerId: leaderId } = answer;
    const ended = { seq, epochNumber: EPOCH, outcome, priceKrw, leaderId, bidCount, closesAtMs };
    expectSame(closing, { code: 'CLOSED', ...ended });
  }
  tell(pair, 'remainingMs' in answer ? 'closes later' : answer.outcome);
  agree(pair, state, seen);
}

async function move(pair: Pair, closesAtMs: number): Promise<void> {
  const { redis, auctionId, setMs } = pair;
  const moving = moveClosing(redis, auctionId, { closesAtMs, reason: 'operator' });
  const [moved, seen] = await Promise.all([moving, look(pair)]);
  const { state, answer } = model.moveClosing(pair.state, closesAtMs, setMs ?? seen.nowMs);
  const refused = 'refused' in answer ? answer.refused : 'MOVED';
  expect(moved).to.equal(refused === 'AUCTION_CLOSED' ? 'CLOSED' : refused);
  tell(pair, moved);
  agree(pair, state, seen);
}

async function bar(pair: Pair, { bidderId, leaveId }: Leaving): Promise<void> {
  const { redis, auctionId } = pair;
  const barring = barBidder(redis, { auctionId, bidderId, leaveId }, BARRED_MS);
  const [barred, seen] = await Promise.all([barring, look(pair)]);
  const asked = { bidderId, leaveId, barredUntilMs: Number.POSITIVE_INFINITY };
  const { state, answer } = model.bar(pair.state, asked);
  expect(barred).to.equal(answer);
  tell(pair, barred);
  agree(pair, state, seen);
}

async function admit(pair: Pair, { bidderId, leaveId }: Leaving): Promise<void> {
  const { redis, auctionId } = pair;
  const admitting = admitBidder(redis, { auctionId, bidderId, leaveId });
  const [, seen] = await Promise.all([admitting, look(pair)]);
  agree(pair, model.admit(pair.state, { bidderId, leaveId }), seen);
}

// Both worlds are one from here on, or the test fails.
function agree(pair: Pair, state: ModelAuction, seen: Awaited<ReturnType<typeof look>>): void {
  const now = pair.setMs === null ? 'live' : 'coming';
  const live = { ...expectedLive(state), state: state.ended?.outcome ?? now };
  expectSame(partOf(seen.live, live), live);
  const { stand, bidders, answers } = expectedHashes(state, pair.setMs ?? state.lastAtMs);
  const blank = Object.fromEntries(Object.keys(stand).map((name) => [name, '']));
  expectSame(partOf({ ...blank, ...seen.stand }, stand), stand);
  expectSame(seen.bidders, bidders);
  expectSame(seen.answers, answers);
  if (movedByBid(pair.state, state)) {
    const limitMs = state.scheduledClosesAtMs + EXTENSION_LIMIT_MS;
    tell(pair, state.closesAtMs === limitMs ? 'extended to the limit' : 'extended');
  }
  pair.entries.push(...expectedEntries(pair.state, state));
  pair.state = state;
  pair.seenMs = seen.nowMs;
}

// Chai, which takes many times as long, tells what differs.
function expectSame(found: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(found, expected)) expect(found).to.deep.equal(expected);
}

function partOf(found: object | undefined, names: object): object {
  const all = (found ?? {}) as Record<string, unknown>;
  return Object.fromEntries(Object.keys(names).map((name) => [name, all[name]]));
}

// Sent behind a command on the same connection, this shows what that command has done.
async function look({ redis, auctionId }: Pair) {
  const keys = auctionKeys(auctionId);
  const [{ nowMs, states }, stand, bidders, answers] = await Promise.all([
    readLive(redis, [auctionId]),
    redis.hgetall(keys.state),
    redis.hgetall(keys.bidders),
    redis.hgetall(keys.answers),
  ]);
  return { nowMs, live: states.get(auctionId), stand, bidders, answers };
}

async function compareLogs({ redis, auctionId, state, entries }: Pair): Promise<void> {
  const log = await readLog(redis, auctionId, { seq: 0, raise: 0 }, ENTRIES_MAX);
  expect(log).to.deep.equal(entries);
  const told = await readPublicLog(redis, auctionId, 0, ENTRIES_MAX);
  const everySeq = Array.from({ length: state.seq }, (_, index) => index + 1);
  expect(told.map((event) => event.told.data.seq)).to.deep.equal(everySeq);
}

async function setTime(pair: Pair, setMs: number): Promise<void> {
  pair.setMs = Math.max(pair.setMs ?? 0, setMs);
  await pair.redis.hset(auctionKeys(pair.auctionId).state, 'lastAtMs', pair.setMs);
}

function momentOf(
  { state, setMs }: Pair,
  { until, byMs }: Extract<Happening, { type: 'wait' }>,
): number {
  const { rules, closesAtMs, scheduledClosesAtMs } = state;
  const limitMs = scheduledClosesAtMs + EXTENSION_LIMIT_MS - EXTENSION_MS;
  const moments = {
    opening: rules.opensAtMs,
    window: closesAtMs - EXTENSION_MS,
    closing: closesAtMs,
    limit: Math.min(limitMs, closesAtMs - 1),
    later: setMs ?? 0,
  };
  return moments[until] + byMs;
}

// When the judge decided, as far as its answer depends on it.
function judgedAtMs(state: ModelAuction, answer: Accepted | Refused): number | null {
  if (!('refused' in answer)) return answer.acceptedAtMs;
  const { lateByMs } = answer.detail;
  return lateByMs === undefined ? null : state.closesAtMs + lateByMs;
}

function outcomeWord(before: ModelAuction, answer: Accepted): string {
  if (before.answered.some((kept) => isSame(kept.answer, answer))) {
    return 'the same again';
  }
  if (answer.outcome !== 'raised') return answer.outcome;
  return answer.raise > 0 ? 'raised in silence' : 'raised to the reserve';
}

function isSame(one: Accepted, other: Accepted): boolean {
  return one.seq === other.seq && one.raise === other.raise;
}

function movedByBid(before: ModelAuction, after: ModelAuction): boolean {
  const isMoved = after.scheduledClosesAtMs !== before.scheduledClosesAtMs;
  return !isMoved && !after.ended && after.closesAtMs !== before.closesAtMs;
}

function tell({ told }: Stage, word: string): void {
  told.set(word, (told.get(word) ?? 0) + 1);
}

// Not random, so that a failure reads the same when it is played again.
function bidIdAt(index: number): string {
  return `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}

function refusalOf(error: unknown): Refused {
  if (!(error instanceof RefusalError)) throw error;
  return { refused: error.code, detail: error.detail as Record<string, number> };
}
