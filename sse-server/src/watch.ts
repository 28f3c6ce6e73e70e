import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { gapFrame, loggedFrame, unknownFrame, viewersFrame } from './frames.ts';
import type { Connection } from './connection.ts';
import type { Feed } from './feed.ts';
import type { Hub } from './hub.ts';
import type { Look, Lookout } from './lookout.ts';
import type { Measures } from './measures.ts';
import { readPast } from './past.ts';
import type { Sight } from './sight.ts';
import type { Topic } from './topic.ts';
import type { Position, Wanted } from './wanted.ts';

/** Small enough never to make a reader look slow. */
const SLICE_EVENTS = 64;
const SLICES_MAX = 2_000;
/** Who missed more of an auction is shown how it stands: the past costs the Redis that judges. */
const MISSED_MAX = 2_000;
const TRIES_MAX = 5;
const CHECKS_MAX = 120;

export interface WatchDeps {
  redis: AuctionRedis;
  hub: Hub;
  feed: Feed;
  lookout: Lookout;
  measures: Measures;
}

/**
 * Has a connection watch one auction: a snapshot or what it missed, and from there everything in
 * order, once. The topic hears what happens before anything is read, and its ring holds it until the
 * watcher has got there; in that same moment the watcher joins, so nothing falls in between.
 */
export async function watch(deps: WatchDeps, connection: Connection, want: Wanted): Promise<void> {
  const isKnown = deps.hub.topic(want.auctionId) !== undefined;
  if (!isKnown && (await isMadeUp(deps, want.auctionId))) {
    return connection.send(unknownFrame(want.auctionId));
  }
  if (connection.isClosed) return;
  const topic = deps.hub.enter(want.auctionId, connection);
  let claim = want.position;
  let isLost = false;
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const look = await answered(deps, connection, topic);
    if (connection.isClosed) return;
    if (look === 'not-loaded') return connection.evict('not-answered');
    if (look === 'nothing' && tries > 0) return turnAway(deps, connection, topic);
    if (look === 'nothing') {
      // An edit takes an auction out for a moment.
      await deps.feed.nextCheck();
      continue;
    }
    const resumed = !isLost && claim && canResume(look, claim) ? claim : null;
    const start = resumed ?? startAnew(deps, connection, look, claim);
    const end = await catchUp(deps, connection, topic, { start, shown: resumed ? null : look });
    if (resumed && end.source) {
      deps.measures.resumes.inc({ source: end.source });
      if (end.isSure && end.position.seq === resumed.seq) tellFollowed(connection, topic);
    }
    if (end.source && !end.isSure) await lookOrNull(deps, topic);
    if (end.source || connection.isClosed) return;
    claim = end.position;
    isLost = true;
  }
  connection.evict('never-caught-up');
}

/**
 * True for an id that no auction has: those are not subscribed to. Looked for twice, as an edit takes an
 * auction out for a moment. One that cannot be read is waited for like any other.
 */
async function isMadeUp({ lookout, feed }: WatchDeps, auctionId: string): Promise<boolean> {
  const isNowhere = () =>
    lookout.look(auctionId).then(
      (look) => look === 'nothing',
      () => false,
    );
  if (!(await isNowhere())) return false;
  await feed.nextCheck();
  return await isNowhere();
}

/** Waits while Redis is away or being loaded, but not for ever: `not-loaded` after that. */
async function answered(deps: WatchDeps, connection: Connection, topic: Topic): Promise<Look> {
  for (let checks = 0; checks < CHECKS_MAX && !connection.isClosed; checks += 1) {
    const look = await lookOrNull(deps, topic);
    if (look === 'not-loaded') deps.feed.fail(topic, new Error('Redis is being loaded'));
    else if (look !== null) return look;
    await deps.feed.nextCheck();
  }
  return 'not-loaded';
}

/** Looks at an auction that is followed from before the look; null when it cannot be read. */
async function lookOrNull({ lookout, feed }: WatchDeps, topic: Topic): Promise<Look | null> {
  try {
    await feed.follow(topic);
    return await lookout.look(topic.auctionId);
  } catch (error) {
    feed.fail(topic, error);
    return null;
  }
}

function turnAway({ hub, feed }: WatchDeps, connection: Connection, topic: Topic): void {
  connection.send(unknownFrame(topic.auctionId));
  hub.leave(topic, connection);
  // Made-up ids must not pile up subscriptions.
  if (topic.isIdle) feed.unfollow(topic);
}

/** Whoever has seen all of an auction that is over comes after the end like anybody else. */
function canResume({ live, isOver }: Sight, { epoch, seq }: Position): boolean {
  if (live.seq - seq > MISSED_MAX) return false;
  return epoch === live.epoch && seq <= live.seq && !(isOver && seq === live.seq);
}

/** Tells how the auction stands, after a gap if something else had been claimed. */
function startAnew(
  { measures }: WatchDeps,
  connection: Connection,
  sight: Sight,
  claim: Position | null,
): Position {
  const { auctionId, epoch, seq } = sight.live;
  if (claim && !(claim.epoch === epoch && claim.seq === seq)) {
    measures.gaps.inc();
    measures.resumes.inc({ source: 'gap' });
    connection.send(gapFrame(auctionId, claim.seq, seq));
  }
  connection.send(sight.frame);
  return { epoch, seq };
}

// Who has missed nothing would hear nothing for as long as nothing happens, and not know that the
// auction is followed again.
function tellFollowed(connection: Connection, { auctionId, viewers, watcherCount }: Topic): void {
  connection.send(viewersFrame(auctionId, viewers ?? watcherCount));
}

interface Progress {
  /** Where the watcher stands now. */
  position: Position;
  /** What the past came from, once the watcher has joined; null when some of it could not be had. */
  source: 'ring' | 'stream' | null;
  /** False when one who has joined does not know everything yet: the next look tells the rest. */
  isSure: boolean;
}

/** Sends slice after slice of the past until none is left, and joins in that same moment. */
async function catchUp(
  deps: WatchDeps,
  connection: Connection,
  topic: Topic,
  { start, shown }: { start: Position; shown: Sight | null },
): Promise<Progress> {
  const { epoch } = start;
  let { seq } = start;
  let source: 'ring' | 'stream' = 'ring';
  for (let slices = 0; slices < SLICES_MAX; slices += 1) {
    if (topic.epoch !== epoch || seq > topic.seq) break;
    if (seq === topic.seq) {
      const isSure = topic.join(connection, shown?.live ?? null);
      return { position: { epoch, seq }, source, isSure };
    }
    const sent = await sendSlice(deps, connection, topic, { epoch, seq });
    if (sent === null || connection.isClosed) break;
    if (sent.isFar) source = 'stream';
    seq += sent.count;
  }
  return { position: { epoch, seq }, source: null, isSure: false };
}

/** Sends what comes next: nothing, to be asked for again, while Redis is away; null: it is not to be had. */
async function sendSlice(
  deps: WatchDeps,
  connection: Connection,
  topic: Topic,
  { epoch, seq }: Position,
): Promise<{ count: number; isFar: boolean } | null> {
  let isFar = false;
  let isAway = false;
  // By the time that it is this auction's turn, the topic may have gone on or begun anew.
  const count = await connection.sendPast(async () => {
    if (topic.epoch !== epoch || seq > topic.seq) return null;
    // Never past what the topic has told, or the watcher would have to wait for it.
    const limit = Math.min(SLICE_EVENTS, topic.seq - seq);
    const near = topic.past(seq, limit);
    if (near) return near;
    isFar = true;
    const far = await farPast(deps, topic, { epoch, seq }, limit);
    isAway = far === 'away';
    return far === 'away' ? [] : far;
  });
  // The other auctions of the connection need not wait for this one.
  if (isAway) await deps.feed.nextCheck();
  return count === null ? null : { count, isFar };
}

/** Null when the log does not reach back. */
async function farPast(
  { redis, feed }: WatchDeps,
  topic: Topic,
  { epoch, seq }: Position,
  limit: number,
): Promise<Buffer[] | 'away' | null> {
  try {
    const from = { auctionId: topic.auctionId, epoch, afterSeq: seq };
    const events = await readPast(redis, from, limit);
    return events && events.map(loggedFrame);
  } catch (error) {
    feed.fail(topic, error);
    return 'away';
  }
}
