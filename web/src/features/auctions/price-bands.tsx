import type { Facets } from '@sagopalgo/core/contracts/auction-lists.ts';
import { Chip } from '../../components/chip.tsx';
import { choicesPath } from '../../lib/list-choices.ts';
import type { ListChoices } from '../../lib/list-choices.ts';
import { priceWords } from './filter-words.ts';

interface PriceBandsProps {
  choices: ListChoices;
  prices: Facets['prices'];
}

/** How much of what was found costs how much, each band to be chosen. */
export function PriceBands({ choices, prices }: PriceBandsProps) {
  const filled = prices.filter(({ count }) => count > 0);
  if (filled.length === 0) return null;
  return (
    <ul className="chips price-bands" aria-label="가격대">
      {filled.map(({ fromKrw, toKrw, count }) => {
        const minKrw = fromKrw > 0 ? fromKrw : null;
        const maxKrw = toKrw === null ? null : toKrw - 1;
        const on = choices.minKrw === minKrw && choices.maxKrw === maxKrw;
        const band = on ? { minKrw: null, maxKrw: null } : { minKrw, maxKrw };
        return (
          <li key={fromKrw}>
            <Chip to={choicesPath({ ...choices, ...band })} on={on}>
              {`${priceWords(minKrw, maxKrw)} ${count}`}
            </Chip>
          </li>
        );
      })}
    </ul>
  );
}
