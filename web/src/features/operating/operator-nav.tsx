import { useLocation } from 'react-router';
import { Chip } from '../../components/chip.tsx';
import {
  OPERATOR_AUDIT_PATH,
  OPERATOR_CATEGORIES_PATH,
  OPERATOR_DAY_PATH,
  OPERATOR_DISPUTES_PATH,
  OPERATOR_HEALTH_PATH,
  OPERATOR_ORDERS_PATH,
  OPERATOR_PAIRS_PATH,
  OPERATOR_PAYOUTS_PATH,
  OPERATOR_PEOPLE_PATH,
  OPERATOR_SIGNALS_PATH,
  OPERATOR_REPORTS_PATH,
  OPERATOR_TERMS_PATH,
  OPERATOR_TROUBLES_PATH,
} from '../../lib/paths.ts';

const PAGES = [
  [OPERATOR_DAY_PATH, '오늘'],
  [OPERATOR_HEALTH_PATH, '상태'],
  [OPERATOR_TROUBLES_PATH, '막힌 일'],
  [OPERATOR_DISPUTES_PATH, '분쟁'],
  [OPERATOR_ORDERS_PATH, '주문'],
  [OPERATOR_PAYOUTS_PATH, '지급'],
  [OPERATOR_SIGNALS_PATH, '신호'],
  [OPERATOR_PAIRS_PATH, '되풀이된 짝'],
  [OPERATOR_REPORTS_PATH, '신고'],
  [OPERATOR_PEOPLE_PATH, '사람'],
  [OPERATOR_CATEGORIES_PATH, '분류'],
  [OPERATOR_TERMS_PATH, '거래 조건'],
  [OPERATOR_AUDIT_PATH, '한 일'],
] as const;

/** What operators look after. */
export function OperatorNav() {
  const { pathname } = useLocation();
  return (
    <nav aria-label="운영" className="operator-nav">
      <ul className="chips">
        {PAGES.map(([path, name]) => (
          <li key={path}>
            <Chip to={path} on={pathname === path}>
              {name}
            </Chip>
          </li>
        ))}
      </ul>
    </nav>
  );
}
