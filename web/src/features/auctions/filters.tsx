import type { Facets } from '@sagopalgo/core/contracts/auction-lists.ts';
import type { Category } from '@sagopalgo/core/contracts/categories.ts';
import { Chip } from '../../components/chip.tsx';
import { choicesPath } from '../../lib/list-choices.ts';
import type { ListChoices } from '../../lib/list-choices.ts';
import type { ListState } from '../../lib/paths.ts';
import { HOME_PATH } from '../../lib/paths.ts';
import { useCategories } from '../../lib/use-categories.ts';

const STATES: readonly [state: ListState, name: string][] = [
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
  const { state, categoryId, words } = choices;
  const categories = useCategories();
  const line = lineTo(categories, categoryId);
  const tops = categories.filter(({ parentId }) => parentId === null);
  const below = categories.filter(({ parentId }) => parentId !== null && parentId === line.at(-1));
  // On the last level one sees its neighbours.
  const lower = below.length > 0 ? below : siblingsOf(categories, categoryId);
  const counted = (found: { count: number } | undefined): string =>
    facets ? ` ${found?.count ?? 0}` : '';
  const categoryChips = (shown: readonly Category[]) =>
    shown.map((category) => {
      const { categoryId: id, parentId, name } = category;
      const on = line.includes(id);
      const to = choicesPath({
        ...choices,
        state: state ?? 'live',
        categoryId: id === categoryId ? parentId : id,
      });
      const count = counted(facets?.categories.find((facet) => facet.categoryId === id));
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
        {words === '' && (
          <li>
            <Chip to={HOME_PATH} on={state === null}>
              오늘
            </Chip>
          </li>
        )}
        {STATES.map(([id, name]) => (
          <li key={id}>
            <Chip to={choicesPath({ ...choices, state: id })} on={state === id}>
              {`${name}${counted(facets?.states.find((facet) => facet.state === id))}`}
            </Chip>
          </li>
        ))}
        {categoryChips(tops)}
      </ul>
      {lower.length > 0 && <ul className="chips lower">{categoryChips(lower)}</ul>}
    </nav>
  );
}

/** The category and those above it, from the top. */
function lineTo(categories: readonly Category[], categoryId: string | null): string[] {
  const line: string[] = [];
  let id = categoryId;
  // A tree is no deeper than it has categories.
  for (let steps = 0; id !== null && steps < categories.length; steps += 1) {
    const found = categories.find((category) => category.categoryId === id);
    if (!found) break;
    line.unshift(found.categoryId);
    id = found.parentId;
  }
  return line;
}

function siblingsOf(categories: readonly Category[], categoryId: string | null): Category[] {
  const own = categories.find((category) => category.categoryId === categoryId);
  if (!own || own.parentId === null) return [];
  return categories.filter(({ parentId }) => parentId === own.parentId);
}
