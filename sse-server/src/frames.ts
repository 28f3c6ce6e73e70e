import type {
  ExtendedEvent,
  HeadEvent,
  PositionEvent,
  Snapshot,
  gapSchema,
  sinceSchema,
  unknownSchema,
  viewersSchema,
} from '@sagopalgo/core/contracts/events.ts';
import type { LoggedEvent } from '@sagopalgo/core/redis/public-events.ts';
import type { z } from 'zod';

const RETRY_MIN_MS = 1_000;
const RETRY_SPREAD_MS = 2_000;

/** A comment that keeps proxies and watchers from taking silence for death. */
export const HEARTBEAT = Buffer.from(': heartbeat\n\n');

/**
 * An event that moves a watcher's position, as the bytes that every watcher is sent. Ids and epochs
 * are checked at the door and JSON escapes line ends, so nothing here can break out of its line.
 */
export function positionFrame(told: PositionEvent | { event: 'snapshot'; data: Snapshot }): Buffer {
  const { auctionId, epoch, seq } = told.data;
  const id = `${auctionId}:${epoch}:${seq}`;
  return Buffer.from(`id: ${id}\nevent: ${told.event}\ndata: ${JSON.stringify(told.data)}\n\n`);
}

/** A bid or the closing; where a bid moved the closing, that is told first, in the same frame. */
export function loggedFrame({ told, extended }: LoggedEvent): Buffer {
  const frame = positionFrame(told);
  return extended ? Buffer.concat([extendedFrame(extended), frame]) : frame;
}

/** The closing moved. */
export function extendedFrame(extended: ExtendedEvent): Buffer {
  return plainFrame('extended', extended);
}

/** How far the log is chained, and under whose signature. */
export function headFrame(head: HeadEvent): Buffer {
  return plainFrame('head', head);
}

/**
 * Seqs from the one after `toldSeq` to `nowSeq` will not be told; a snapshot follows. After a loss
 * the auction may stand below what was told: then the gap names where it stands.
 */
export function gapFrame(auctionId: string, toldSeq: number, nowSeq: number): Buffer {
  const gap = { auctionId, fromSeq: Math.min(toldSeq + 1, nowSeq), toSeq: nowSeq };
  return plainFrame('gap', gap satisfies z.infer<typeof gapSchema>);
}

/** There is no such auction, or none any more. */
export function unknownFrame(auctionId: string): Buffer {
  return plainFrame('unknown', { auctionId } satisfies z.infer<typeof unknownSchema>);
}

/** How many watch the auction now. */
export function viewersFrame(auctionId: string, viewers: number): Buffer {
  return plainFrame('viewers', { auctionId, viewers } satisfies z.infer<typeof viewersSchema>);
}

/** The source is away (`stale`) or back (`live`) since that UTC millisecond. */
export function sourceFrame(event: 'stale' | 'live', sinceMs: number): Buffer {
  return plainFrame(event, { sinceMs } satisfies z.infer<typeof sinceSchema>);
}

/** How long to wait before connecting again: jittered, so that a crowd does not return as one. */
export function retryFrame(): Buffer {
  return Buffer.from(`retry: ${RETRY_MIN_MS + Math.round(Math.random() * RETRY_SPREAD_MS)}\n\n`);
}

/** An event that moves no position. */
export function plainFrame(event: string, data: object): Buffer {
  return Buffer.from(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
