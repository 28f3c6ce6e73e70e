import { z } from 'zod';
import type { AuctionState } from '../rules/auction-states.ts';
import type { AuctionRedis } from './connect.ts';
import { auctionKeys } from './keys.ts';

const FIELDS = [
  'state',
  'epoch',
  'epochNumber',
  'seq',
  'priceKrw',
  'minimumKrw',
  'bidCount',
  'leaderAlias',
  'leaderId',
  'opensAtMs',
  'closesAtMs',
  'outcome',
] as const;

/** Empty and missing both mean "none" in the state hash. */
const optionalNumber = z.preprocess(
  (value) => (value === null || value === '' ? null : Number(value)),
  z.number().nullable(),
);

const stateSchema = z.object({
  state: z.enum(['open', 'closed']),
  epoch: z.string(),
  epochNumber: z.coerce.number(),
  seq: z.coerce.number(),
  priceKrw: optionalNumber,
  minimumKrw: optionalNumber,
  bidCount: z.coerce.number(),
  leaderAlias: z.string().nullable(),
  leaderId: z.string().nullable(),
  opensAtMs: z.coerce.number(),
  closesAtMs: z.coerce.number(),
  outcome: z.enum(['sold', 'unsold', 'cancelled']).nullable(),
});

/** Where an auction stands in Redis. Money in won, times in UTC milliseconds of Redis. */
export interface LiveState {
  auctionId: string;
  /** Opaque to clients; changes whenever the auction was loaded again. */
  epoch: string;
  /** The same as the record counts it; for the server only. */
  epochNumber: number;
  seq: number;
  /** By time and by the judge: `closed` once time is up, `sold`/`unsold` once it was closed. */
  state: AuctionState;
  priceKrw: number | null;
  /** Null from the closing on, and when nobody can bid higher. */
  minimumKrw: number | null;
  bidCount: number;
  leaderAlias: string | null;
  /** For the server only; never sent to anybody but as "is it me". */
  leaderId: string | null;
  opensAtMs: number;
  closesAtMs: number;
}

/** The live states of the auctions that Redis has, by id, and Redis's clock in UTC milliseconds. */
export async function readLive(
  redis: AuctionRedis,
  auctionIds: readonly string[],
): Promise<{ nowMs: number; states: Map<string, LiveState> }> {
  const pipeline = redis.pipeline().time();
  for (const auctionId of auctionIds) pipeline.hmget(auctionKeys(auctionId).state, ...FIELDS);
  const [clock, ...rows] = ((await pipeline.exec()) ?? []).map(resultOf);
  const [seconds, microseconds] = z.tuple([z.coerce.number(), z.coerce.number()]).parse(clock);
  const nowMs = seconds * 1000 + Math.floor(microseconds / 1000);
  const states = new Map<string, LiveState>();
  for (const [index, auctionId] of auctionIds.entries()) {
    const live = liveStateOf(auctionId, rows[index] as (string | null)[], nowMs);
    if (live) states.set(auctionId, live);
  }
  return { nowMs, states };
}

function liveStateOf(
  auctionId: string,
  values: (string | null)[],
  nowMs: number,
): LiveState | null {
  if (values[0] === null || values[0] === 'withdrawn') return null;
  const raw = stateSchema.parse(
    Object.fromEntries(FIELDS.map((field, index) => [field, values[index] ?? null])),
  );
  const { outcome, ...stored } = raw;
  const state = outcome ?? stateByTime(raw, nowMs);
  const minimumKrw = state === 'coming' || state === 'live' ? raw.minimumKrw : null;
  return { ...stored, auctionId, state, minimumKrw };
}

function stateByTime(times: { opensAtMs: number; closesAtMs: number }, nowMs: number) {
  if (nowMs < times.opensAtMs) return 'coming';
  return nowMs < times.closesAtMs ? 'live' : 'closed';
}

function resultOf([error, value]: [Error | null, unknown]): unknown {
  if (error) throw error;
  return value;
}
