import { traceOf } from '@sagopalgo/core/redis/log-entries.ts';
import type { LogEntry } from '@sagopalgo/core/redis/log-entries.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { unpackContext } from '@sagopalgo/core/runtime/trace-context.ts';
import { startSpan } from '@sagopalgo/core/runtime/tracing.ts';

/** Writes down which entries were recorded: one line for all of them, which is found by the request of each bid. */
export function tellRecorded(log: Log, auctionId: string, entries: readonly LogEntry[]): void {
  const bids = entries.flatMap((entry) => {
    const context = entry.type === 'bid' ? unpackContext(traceOf(entry)) : null;
    return context && entry.type === 'bid' ? [{ ...context, entry }] : [];
  });
  log.info('bids.recorded', {
    ...{ auctionId, entries: entries.length },
    ...{ fromSeq: entries[0]?.seq, toSeq: entries.at(-1)?.seq },
    // A closing alone was asked for by nobody but the round that records it.
    ...(bids.length > 0 && {
      requestId: bids.map(({ requestId }) => requestId),
      traceId: bids.map(({ traceId }) => traceId),
    }),
  });
  for (const { traceId, spanId: parentSpanId, entry } of bids) {
    const startMs = entry.acceptedAtMs;
    const span = startSpan('bid.recorded', { kind: 'consumer', traceId, parentSpanId, startMs });
    span?.end({ 'auction.id': auctionId, 'bid.seq': entry.seq });
  }
}
