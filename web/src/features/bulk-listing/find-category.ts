import type { Category } from '@sagopalgo/core/contracts/categories.ts';
import type { Reading } from './read-cells.ts';

const NAMED_MAX = 8;

/** The category of this name, or of this way down the tree: `카메라 > 필름`. */
export function findCategory(
  cell: string,
  categories: readonly Category[],
): Reading<string | undefined> {
  if (cell === '') return { value: undefined };
  const way = cell.split('>').map(bare).filter(Boolean);
  const found = categories.filter((category) => isAtEndOf(way, category, categories));
  const [only] = found;
  if (only && found.length === 1) return { value: only.categoryId };
  if (found.length > 1) {
    return { fault: '이름이 같은 분류가 여럿이에요. ‘상위 > 하위’로 적어 주세요.' };
  }
  const names = categories.slice(0, NAMED_MAX).map(({ name }) => name);
  return { fault: `없는 분류예요. ${names.join(', ')} 같은 이름으로 적어 주세요.` };
}

function isAtEndOf(
  way: readonly string[],
  category: Category,
  categories: readonly Category[],
): boolean {
  const [last, ...above] = way.toReversed();
  if (bare(category.name) !== last) return false;
  if (above.length === 0) return true;
  const parent = categories.find(({ categoryId }) => categoryId === category.parentId);
  return parent !== undefined && isAtEndOf(above.toReversed(), parent, categories);
}

function bare(name: string): string {
  return name.normalize('NFC').replace(/\s+/gu, '').toLowerCase();
}
