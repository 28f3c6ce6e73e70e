import type { ChannelMessage } from '@sagopalgo/core/redis/public-events.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { unpackContext } from '@sagopalgo/core/runtime/trace-context.ts';
import { startSpan } from '@sagopalgo/core/runtime/tracing.ts';
import type { Topic } from './topic.ts';

/**
 * Writes down that a bid was heard and by what it is known, which nobody is told outside. It is the one line
 * of a bid here: what is told of it to whom is counted.
 */
export function logHeard(
  { auctionId, watcherCount: watchers }: Topic,
  { told, trace }: Extract<ChannelMessage, { event: 'logged' }>,
  { log, now }: { log: Log; now: () => number },
): void {
  const context = unpackContext(trace ?? '');
  if (told.event !== 'bid' || context === null) return;
  const { requestId, traceId, spanId: parentSpanId } = context;
  const { seq, acceptedAtMs: startMs } = told.data;
  const heardAfterMs = Math.max(0, now() - startMs);
  log.info('bid.heard', { auctionId, seq, heardAfterMs, watchers, requestId, traceId });
  const span = startSpan('bid.heard', { kind: 'consumer', traceId, parentSpanId, startMs });
  span?.end({ 'auction.id': auctionId, 'bid.seq': seq, watchers });
}
