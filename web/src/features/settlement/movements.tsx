import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { Link } from 'react-router';
import { formatMoment } from '../../lib/format.ts';
import { orderPath } from '../../lib/paths.ts';
import type { Movement } from './settlement.ts';
import { MOVEMENT_WORDS, signedKrw } from './settlement.ts';

/** Everything that has moved the balance, the newest first, with what was kept of each sale. */
export function Movements({ items }: { items: readonly Movement[] }) {
  return (
    <ul className="movements num">
      {items.map((item) => (
        <li key={`${item.orderId} ${item.kind} ${item.bookedAtMs}`} data-testid="movement">
          <Link to={orderPath(item.orderId)}>
            <span className="what">
              <b>{item.title}</b>
              <small>
                {formatMoment(item.bookedAtMs)} · {MOVEMENT_WORDS[item.kind]}
                {item.feeKrw !== null && ` · 수수료 ${formatKrw(item.feeKrw)} 뺌`}
              </small>
            </span>
            <span className={item.amountKrw < 0 ? 'amount out' : 'amount'}>
              {signedKrw(item.amountKrw)}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
