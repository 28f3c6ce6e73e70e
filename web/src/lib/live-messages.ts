import { z } from 'zod';
import type { LiveAuction, LiveState } from './live-auction.ts';
import { LIVE_EVENT_TYPES } from './live-events.ts';

/** Tabs of another age of the page do not hear each other: the number counts the changes of this file. */
export const TABS_NAME = 'sagopalgo.live.2';

export const CONNECTIONS = ['connecting', 'live', 'reconnecting', 'stale'] as const;

const from = z.string();
/** Leaders follow one another by term; what an earlier one says late counts for nothing. */
const leader = { from, term: z.int() };
const positionSchema = z.object({ epoch: z.string(), seq: z.int() });
const toldSchema = z.object({ type: z.enum(LIVE_EVENT_TYPES), text: z.string() });
const connection = {
  connection: z.enum(CONNECTIONS),
  notLiveSinceMs: z.number().nullable(),
  covered: z.array(z.string()),
  followed: z.array(z.string()),
};

const wantSchema = z.object({
  kind: z.literal('want'),
  from,
  /** Newest first. */
  wanted: z.array(z.string()),
  isVisible: z.boolean(),
  /** Since when by the browser's clock: the notices go to the tab that was last looked at. */
  visibleSinceMs: z.number(),
  /** Asks for the present state of everything. */
  asks: z.boolean(),
  /** How far this tab has been told, by auction, in answer to a roll call. */
  positions: z.record(z.string(), positionSchema).nullable(),
});

const stateSchema = z.object({
  kind: z.literal('state'),
  ...leader,
  to: z.string(),
  told: z.array(toldSchema),
  /** Between which moments the server's time lies as this is sent. */
  serverTime: z.object({ lowMs: z.number(), highMs: z.number() }).nullable(),
  ...connection,
});

/** What the tabs of a browser say to each other. */
export const tabMessageSchema = z.discriminatedUnion('kind', [
  wantSchema,
  z.object({ kind: z.literal('bye'), from }),
  z.object({ kind: z.literal('signed-anew'), from }),
  z.object({ kind: z.literal('beat'), ...leader, ...connection, isRollCall: z.boolean() }),
  z.object({ kind: z.literal('told'), ...leader, ...toldSchema.shape }),
  stateSchema,
  // The whole notice: a tab that came after it was told has never heard of it.
  z.object({ kind: z.literal('show'), ...leader, to: z.string(), ...toldSchema.shape }),
  z.object({ kind: z.literal('resign'), ...leader }),
]);

export type TabMessage = z.infer<typeof tabMessageSchema>;
export type Want = z.infer<typeof wantSchema>;
export type LeaderMessage = Extract<TabMessage, { term: number }>;
export type Position = z.infer<typeof positionSchema>;
export type Told = z.infer<typeof toldSchema>;

/** How far each auction was told. */
export function positionsOf({ auctions }: LiveState): Record<string, Position> {
  const positions = [...auctions].map(([auctionId, { epoch, seq }]) => [auctionId, { epoch, seq }]);
  return Object.fromEntries(positions) as Record<string, Position>;
}

/** The state as events, for a tab that came late: what was told of each auction comes to this. */
export function asTold(state: LiveState, serverNowMs: number): Told[] {
  const auctions = [...state.auctions].flatMap(([auctionId, held]): Told[] => {
    const { viewers, interrupted } = held;
    const snapshot = {
      ...factsOf(held),
      auctionId,
      serverNowMs,
      ...(interrupted && { interrupted }),
    };
    const watching = { type: 'viewers' as const, text: JSON.stringify({ auctionId, viewers }) };
    return [
      { type: 'snapshot', text: JSON.stringify(snapshot) },
      ...(viewers === null ? [] : [watching]),
    ];
  });
  const unknown = [...state.unknownIds].map((auctionId): Told => ({
    type: 'unknown',
    text: JSON.stringify({ auctionId }),
  }));
  return [...auctions, ...unknown];
}

function factsOf(held: LiveAuction) {
  const { epoch, seq, state, priceKrw, minimumKrw, bidCount, leaderAlias, reserve } = held;
  const facts = { epoch, seq, state, priceKrw, minimumKrw, bidCount, leaderAlias, reserve };
  return { ...facts, closesAtMs: held.closesAtMs };
}
