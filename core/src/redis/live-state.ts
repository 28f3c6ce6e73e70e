import { z } from 'zod';
import { RESERVES } from '../contracts/auctions.ts';
import { idSchema } from '../contracts/fields.ts';
import { bidderAlias } from '../rules/aliases.ts';
import type { AuctionState } from '../rules/auction-states.ts';
import { askEach } from './ask-each.ts';
import type { Answered } from './ask-each.ts';
import type { AuctionRedis } from './connect.ts';
import { auctionKeys } from './keys.ts';

const FIELDS = [
  'state',
  'epoch',
  'epochNumber',
  'seq',
  'raise',
  'priceKrw',
  'minimumKrw',
  'bidCount',
  'leaderOrdinal',
  'leaderId',
  'reserve',
  'opensAtMs',
  'closesAtMs',
  'outcome',
  'moved',
  'interrupted',
  'head',
] as const;

/** Empty and missing both mean "none" in the state hash. */
const optionalNumber = z.preprocess(
  (value) => (value === null || value === '' ? null : Number(value)),
  z.number().nullable(),
);

const stateSchema = z.object({
  state: z.enum(['open', 'closed']),
  // It goes into the ids of events as it is.
  epoch: idSchema,
  epochNumber: z.coerce.number(),
  seq: z.coerce.number(),
  raise: z.coerce.number(),
  priceKrw: optionalNumber,
  minimumKrw: optionalNumber,
  bidCount: z.coerce.number(),
  leaderOrdinal: optionalNumber,
  leaderId: z.string().nullable(),
  reserve: z.enum(RESERVES),
  opensAtMs: z.coerce.number(),
  closesAtMs: z.coerce.number(),
  outcome: z.enum(['sold', 'unsold', 'cancelled']).nullable(),
  moved: z.enum(['outage', 'operator']).nullable(),
  interrupted: z.literal('1').nullable(),
  head: z
    .string()
    .nullable()
    .transform((head) => (head === '' ? null : head)),
});

/** Where an auction stands in Redis. Money in won, times in UTC milliseconds of Redis. */
export interface LiveState {
  auctionId: string;
  /** Opaque to clients; changes whenever the auction was loaded again. */
  epoch: string;
  /** The same as the record counts it; for the server only. */
  epochNumber: number;
  seq: number;
  /** The leader's silent raises and moved closings since that seq; for the server only. */
  raise: number;
  /** By time and by the judge: `closed` once time is up, `sold`/`unsold` once it was closed. */
  state: AuctionState;
  priceKrw: number | null;
  /** Null from the closing on, and when nobody can bid higher. */
  minimumKrw: number | null;
  bidCount: number;
  leaderAlias: string | null;
  /** For the server only; never sent to anybody but as "is it me". */
  leaderId: string | null;
  reserve: (typeof RESERVES)[number];
  opensAtMs: number;
  closesAtMs: number;
  /** Why the closing was moved, other than by a bid; null when it was not. */
  moved: 'outage' | 'operator' | null;
  /** Acknowledged bids may be missing: an operator has to decide. */
  interrupted: boolean;
  /** The signed head of the log, once it is closed. */
  head: string | null;
}

/** What stands in Redis for an auction is not as it should be: a person has to look at it. */
export class UnreadableStateError extends Error {
  override readonly name = 'UnreadableStateError';
}

/**
 * The live states of those auctions that Redis has, by id. Asking for one that could not be read
 * throws why, so that it is never taken for one that Redis does not have.
 */
export class LiveStates extends Map<string, LiveState> {
  /** Why an auction could not be read: its state is unreadable, or its master is away. */
  readonly faults = new Map<string, Error>();

  override get(auctionId: string): LiveState | undefined {
    const fault = this.faults.get(auctionId);
    if (fault) throw fault;
    return super.get(auctionId);
  }

  /** The same for whoever can do without one that could not be read. */
  getIfRead(auctionId: string): LiveState | undefined {
    return super.get(auctionId);
  }
}

/**
 * Where these auctions stand now, each by the clock of the server that has it. `nowMs` is Redis's clock
 * in UTC milliseconds, in a cluster the latest of the masters asked. Throws when Redis does not answer
 * at all; what keeps one auction from being read does not touch the others.
 */
export async function readLive(
  redis: AuctionRedis,
  auctionIds: readonly string[],
): Promise<{ nowMs: number; states: LiveStates }> {
  const asks = auctionIds.map((id) => ['hmget', auctionKeys(id).state, ...FIELDS] as const);
  const { nowMs, answers } = await askEach(redis, asks);
  const states = new LiveStates();
  for (const [index, answer] of answers.entries()) {
    const auctionId = auctionIds[index] as string;
    const read = answer instanceof Error ? answer : liveStateOf(auctionId, answer);
    if (read instanceof Error) states.faults.set(auctionId, read);
    else if (read) states.set(auctionId, read);
  }
  return { nowMs, states };
}

function liveStateOf(
  auctionId: string,
  { value, atMs }: Answered,
): LiveState | UnreadableStateError | null {
  const values = value as (string | null)[];
  if (values[0] === null || values[0] === 'withdrawn') return null;
  const fields = FIELDS.map((field, index) => [field, values[index] ?? null]);
  const { data, error } = stateSchema.safeParse(Object.fromEntries(fields));
  if (!data) {
    return new UnreadableStateError(`auction ${auctionId} cannot be read`, { cause: error });
  }
  const { outcome, leaderOrdinal, ...stored } = data;
  const state = outcome ?? stateByTime(data, atMs);
  const minimumKrw = state === 'coming' || state === 'live' ? data.minimumKrw : null;
  const leaderAlias = leaderOrdinal === null ? null : bidderAlias(leaderOrdinal);
  const interrupted = data.interrupted !== null;
  return { ...stored, auctionId, state, minimumKrw, leaderAlias, interrupted };
}

function stateByTime(times: { opensAtMs: number; closesAtMs: number }, nowMs: number) {
  if (nowMs < times.opensAtMs) return 'coming';
  return nowMs < times.closesAtMs ? 'live' : 'closed';
}
