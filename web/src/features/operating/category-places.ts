import type { Category } from '@sagopalgo/core/contracts/categories.ts';
import {
  CATEGORY_DEPTH_MAX,
  levelsOf,
  pathTo,
  withAllBelow,
} from '@sagopalgo/core/rules/category-tree.ts';

/** Stands for no parent where one is chosen; no category has such an id. */
export const AT_TOP = ':top';

/** Below which categories one may be put (null: a new one), with the top first. */
export function placesFor(
  tree: readonly Category[],
  categoryId: string | null,
): { id: string; name: string; depth: number }[] {
  const own = categoryId === null ? [] : withAllBelow(tree, categoryId);
  const levels = categoryId === null ? 1 : levelsOf(tree, categoryId);
  const places = tree
    .filter((place) => !own.includes(place.categoryId))
    .map((place) => ({
      ...{ id: place.categoryId, name: place.name },
      depth: pathTo(tree, place.categoryId).length,
    }))
    .filter(({ depth }) => depth + levels <= CATEGORY_DEPTH_MAX);
  return [{ id: AT_TOP, name: '맨 위', depth: 1 }, ...places];
}

/** Where a category stands among its siblings, and how many they are. */
export function standingOf(
  tree: readonly Category[],
  { categoryId, parentId }: Category,
): { position: number; count: number } {
  const siblings = tree.filter((each) => each.parentId === parentId);
  const position = siblings.findIndex((each) => each.categoryId === categoryId);
  return { position, count: siblings.length };
}
