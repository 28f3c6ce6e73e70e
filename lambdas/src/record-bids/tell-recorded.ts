import { traceOf } from '@sagopalgo/core/redis/log-entries.ts';
import type { LogEntry } from '@sagopalgo/core/redis/log-entries.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { unpackContext } from '@sagopalgo/core/runtime/trace-context.ts';
import { startSpan } from '@sagopalgo/core/runtime/tracing.ts';

/** The ids of each bid take up to 105 bytes of a line, of which engines of containers hand over 16 KB in one piece. */
const ENTRIES_A_LINE = 100;

/**
 * Writes down which entries were recorded, a hundred a line at most, in lines that are found by the request of each
 * bid.
 */
export function tellRecorded(log: Log, auctionId: string, entries: readonly LogEntry[]): void {
  for (let from = 0; from < entries.length; from += ENTRIES_A_LINE) {
    tellLine(log, auctionId, entries.slice(from, from + ENTRIES_A_LINE));
  }
}

function tellLine(log: Log, auctionId: string, entries: readonly LogEntry[]): void {
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
