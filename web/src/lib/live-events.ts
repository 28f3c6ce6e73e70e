import {
  bidEventSchema,
  closedEventSchema,
  endingSchema,
  extendedSchema,
  gapSchema,
  headSchema,
  noticeEventSchema,
  offerEventSchema,
  orderEventSchema,
  outbidSchema,
  ownSchema,
  sinceSchema,
  snapshotSchema,
  talkEventSchema,
  unknownSchema,
  viewersSchema,
  wonSchema,
} from '@sagopalgo/core/contracts/events.ts';
import type { z } from 'zod';

/** What the page listens to. */
const SCHEMAS = {
  snapshot: snapshotSchema,
  bid: bidEventSchema,
  closed: closedEventSchema,
  extended: extendedSchema,
  head: headSchema,
  gap: gapSchema,
  unknown: unknownSchema,
  stale: sinceSchema,
  live: sinceSchema,
  viewers: viewersSchema,
  own: ownSchema,
  outbid: outbidSchema,
  won: wonSchema,
  order: orderEventSchema,
  offer: offerEventSchema,
  ending: endingSchema,
  notice: noticeEventSchema,
  talk: talkEventSchema,
} as const;

/** Those about the signed-in person alone. */
const OWN_TYPES = ['own', 'outbid', 'won', 'order', 'offer', 'ending', 'notice', 'talk'] as const;

export type LiveEventType = keyof typeof SCHEMAS;

/** One event of the stream, as declared in the contract. */
export type LiveEvent = {
  [Type in LiveEventType]: { type: Type; data: z.infer<(typeof SCHEMAS)[Type]> };
}[LiveEventType];

/** An event about the signed-in person: what was read of one's own things is old now. */
export type OwnEvent = Extract<LiveEvent, { type: (typeof OWN_TYPES)[number] }>;

export function isOwn(event: LiveEvent): event is OwnEvent {
  return (OWN_TYPES as readonly string[]).includes(event.type);
}

export const LIVE_EVENT_TYPES = Object.keys(SCHEMAS) as LiveEventType[];

/** The event in `text`, or null when it is not what the contract promises. */
export function parseLiveEvent(type: LiveEventType, text: string): LiveEvent | null {
  const parsed = SCHEMAS[type].safeParse(parseJson(text));
  return parsed.success ? ({ type, data: parsed.data } as LiveEvent) : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
