import { Chip } from '../../components/chip.tsx';
import type { ListState } from '../../lib/paths.ts';
import { HOME_PATH, listPath } from '../../lib/paths.ts';
import { useCategories } from '../../lib/use-categories.ts';

const STATES: readonly [state: ListState, name: string][] = [
  ['live', '진행 중'],
  ['coming', '곧 열림'],
  ['ended', '지난 결과'],
];

interface FiltersProps {
  /** Null on the page of the day. */
  state: ListState | null;
  categoryId: string | null;
}

/** Which auctions to show: today's by the hour, or all in a state, of one category or all. */
export function Filters({ state, categoryId }: FiltersProps) {
  const categories = useCategories().filter(({ parentId }) => parentId === null);
  return (
    <nav aria-label="경매 고르기">
      <ul className="chips">
        <li>
          <Chip to={HOME_PATH} on={state === null}>
            오늘
          </Chip>
        </li>
        {STATES.map(([id, name]) => (
          <li key={id}>
            <Chip to={listPath(id, categoryId)} on={state === id}>
              {name}
            </Chip>
          </li>
        ))}
        {categories.map((category) => {
          const on = category.categoryId === categoryId;
          return (
            <li key={category.categoryId}>
              <Chip to={listPath(state ?? 'live', on ? null : category.categoryId)} on={on}>
                {category.name}
              </Chip>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
