import { nextSaleDates, openingMomentMs } from '@sagopalgo/core/rules/kst.ts';
import { SelectField } from '../../components/select-field.tsx';
import { formatDay } from '../../lib/format.ts';
import { useServerTime } from '../../lib/use-server-time.ts';
import { DAY_BEGUN, hasDayBegun } from './listing-draft.ts';

const SALE_DAYS_OFFERED = 14;

interface SaleDateFieldProps {
  value: string | null;
  onChange: (saleDate: string) => void;
  fault: string | undefined;
}

/** One of the next days on which a thing can be sold, or a later one that is chosen already. */
export function SaleDateField({ value, onChange, fault }: SaleDateFieldProps) {
  const offered = useServerTime((nowMs) =>
    nowMs === null ? '' : nextSaleDates(nowMs, SALE_DAYS_OFFERED).join(' '),
  );
  const nextDays = offered.split(' ').filter(Boolean);
  const hasBegun = hasDayBegun(value, nextDays[0] ?? '');
  const chosen = hasBegun ? null : value;
  const days = new Set([...(chosen ? [chosen] : []), ...nextDays]);
  return (
    <SelectField
      label="경매하는 날"
      placeholder="날을 골라 주세요"
      options={[...days].toSorted().map((id) => ({
        id,
        name: `${formatDay(openingMomentMs(id))} 09:00–18:00`,
      }))}
      value={chosen}
      onChange={onChange}
      fault={hasBegun ? DAY_BEGUN : fault}
    />
  );
}
