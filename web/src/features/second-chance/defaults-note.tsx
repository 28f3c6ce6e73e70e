import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { Link } from 'react-router';
import { Strip } from '../../components/strip.tsx';
import { blockWords } from '../../lib/block-words.ts';
import { formatMoment } from '../../lib/format.ts';
import { orderPath } from '../../lib/paths.ts';
import { useServerTime } from '../../lib/use-server-time.ts';
import { countWords, stillCounting } from './default-words.ts';
import './offers.css';
import { useDefaults } from './use-defaults.ts';

const MINUTE_MS = 60_000;

/** How one stands for not having paid; nothing for those who have always paid. */
export function DefaultsNote() {
  const defaults = useDefaults();
  const isBlocked = useIsBlocked(defaults?.blockedUntilMs ?? null);
  const minuteMs = useServerTime((nowMs) => nowMs && Math.floor(nowMs / MINUTE_MS) * MINUTE_MS);
  const items = stillCounting(defaults?.items ?? [], minuteMs);
  if (!defaults || (items.length === 0 && !isBlocked)) return null;
  return (
    <div className="defaults" data-testid="defaults">
      <Strip mood={isBlocked ? 'no' : 'out'}>
        {isBlocked && defaults.blockedUntilMs !== null
          ? blockWords(defaults.blockedUntilMs)
          : countWords(items.length, defaults.defaultsMax)}
      </Strip>
      <ul className="num">
        {items.map((item) => (
          <li key={item.orderId}>
            <Link className="text-link" to={orderPath(item.orderId)}>
              {item.title}
            </Link>{' '}
            {formatKrw(item.amountKrw)} · {formatMoment(item.countsUntilMs)}까지 남아요
          </li>
        ))}
      </ul>
    </div>
  );
}

/** In the bid form's place, for whoever may not bid for now; null for everybody else. */
export function useBlockWords(): string | null {
  const blockedUntilMs = useDefaults()?.blockedUntilMs ?? null;
  const isBlocked = useIsBlocked(blockedUntilMs);
  return isBlocked && blockedUntilMs !== null ? blockWords(blockedUntilMs) : null;
}

function useIsBlocked(untilMs: number | null): boolean {
  return useServerTime((nowMs) => untilMs !== null && (nowMs === null || nowMs < untilMs));
}
