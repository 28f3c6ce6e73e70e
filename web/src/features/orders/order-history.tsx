import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { formatMoment } from '../../lib/format.ts';
import { actorWords, historyWords, isInTheirWords } from './history-words.ts';
import { OrderSection } from './order-section.tsx';

/** Everything that has happened to an order, the oldest first. */
export function OrderHistory({ order }: { order: Order }) {
  const lines = order.history.toSorted((a, b) => a.happenedAtMs - b.happenedAtMs);
  return (
    <OrderSection title="주문 기록" testId="order-history">
      <ol className="order-history num">
        <li>
          <time dateTime={isoOf(order.createdAtMs)}>{formatMoment(order.createdAtMs)}</time>
          <span>
            <b>주문이 열렸어요</b>
          </span>
        </li>
        {lines.map((line, place) => (
          <li key={`${line.happenedAtMs} ${line.event} ${place}`}>
            <time dateTime={isoOf(line.happenedAtMs)}>{formatMoment(line.happenedAtMs)}</time>
            <span>
              <b>{historyWords(line)}</b> <small>{actorWords(line)}</small>
              {line.reason && !isRepeated(line) && <Why line={line} words={line.reason} />}
            </span>
          </li>
        ))}
      </ol>
    </OrderSection>
  );
}

/** A refund is opened with the words of the move that asked for it, which stand there already. */
function isRepeated({ event }: Order['history'][number]): boolean {
  return event === 'refund-opened';
}

/** What people said is quoted; what we note ourselves is not. */
function Why({ line, words }: { line: Order['history'][number]; words: string }) {
  return isInTheirWords(line) ? (
    <q className="why">{words}</q>
  ) : (
    <span className="why">{words}</span>
  );
}

function isoOf(atMs: number): string {
  return new Date(atMs).toISOString();
}
