import type { Facets, ListedState } from '@sagopalgo/core/contracts/auction-lists.ts';
import type { Category } from '@sagopalgo/core/contracts/categories.ts';
import { pathTo } from '@sagopalgo/core/rules/category-tree.ts';
import { Chip } from '../../components/chip.tsx';
import { choicesPath, isSearch } from '../../lib/list-choices.ts';
import type { ListChoices } from '../../lib/list-choices.ts';
import { HOME_PATH } from '../../lib/paths.ts';
import { useCategories } from '../../lib/use-categories.ts';

const STATES: readonly [state: ListedState, name: string][] = [
  ['live', '진행 중'],
  ['coming', '곧 열림'],
  ['ended', '지난 결과'],
];

interface FiltersProps {
  choices: ListChoices;
  /** How many were found where; undefined when nothing was searched for, or it is not known yet. */
  facets: Facets | undefined;
}

/** Which auctions to show: today's by the hour, or all in a state, of one category or all. */
export function Filters({ choices, facets }: FiltersProps) {
  const { state, categoryId } = choices;
  const categories = useCategories();
  const line = categoryId === null ? [] : pathTo(categories, categoryId).map(idOf);
  const tops = categories.filter(({ parentId }) => parentId === null);
  const below = categories.filter(({ parentId }) => parentId !== null && parentId === line.at(-1));
  // On the last level one sees its neighbours.
  const lower = below.length > 0 ? below : siblingsOf(categories, categoryId);
  const categoryChips = (shown: readonly Category[]) =>
    shown.map((category) => {
      const { categoryId: id, parentId, name } = category;
      const on = line.includes(id);
      const to = choicesPath({
        ...choices,
        state: state ?? 'live',
        categoryId: id === categoryId ? parentId : id,
      });
      const found = facets?.categories.find((facet) => facet.categoryId === id);
      // What is not named has none of what was found.
      const count = facets ? ` ${found?.count ?? 0}` : '';
      return (
        <li key={id}>
          <Chip to={to} on={on}>
            {`${name}${count}`}
          </Chip>
        </li>
      );
    });
  return (
    <nav aria-label="경매 고르기" className="filters">
      <ul className="chips">
        {!isSearch(choices) && (
          <li>
            <Chip to={HOME_PATH} on={state === null}>
              오늘
            </Chip>
          </li>
        )}
        {STATES.map(([id, name]) => (
          <li key={id}>
            <Chip to={choicesPath({ ...choices, state: id })} on={state === id}>
              {`${name}${countIn(facets, id)}`}
            </Chip>
          </li>
        ))}
        {categoryChips(tops)}
      </ul>
      {lower.length > 0 && <ul className="chips lower">{categoryChips(lower)}</ul>}
    </nav>
  );
}

// A state that is not named was not counted, which is not to say that there is nothing.
function countIn(facets: Facets | undefined, state: ListedState): string {
  const found = facets?.states.find((facet) => facet.state === state);
  return found ? ` ${found.count}` : '';
}

function idOf({ categoryId }: Category): string {
  return categoryId;
}

function siblingsOf(categories: readonly Category[], categoryId: string | null): Category[] {
  const own = categories.find((category) => category.categoryId === categoryId);
  if (!own || own.parentId === null) return [];
  return categories.filter(({ parentId }) => parentId === own.parentId);
}
