import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { categories } from '@sagopalgo/core/mysql/counter-schema.ts';
import {
  CATEGORY_DEPTH_MAX,
  levelsOf,
  pathTo,
  withAllBelow,
} from '@sagopalgo/core/rules/category-tree.ts';
import { invalidField } from '../http/parse-call.ts';

/** All of it is read at once, again and again. */
export const CATEGORIES_MAX = 1_000;

export type CategoryRow = typeof categories.$inferSelect;

/** A tree in the order of its siblings' positions. */
export type Tree = readonly CategoryRow[];

/**
 * The tree with one more category in it. Throws CATEGORY_NOT_FOUND, CATEGORY_NAME_TAKEN,
 * CATEGORY_TOO_DEEP and INVALID_REQUEST.
 */
export function withAdded(
  tree: Tree,
  added: Omit<CategoryRow, 'position'>,
  position: number | undefined,
): Tree {
  if (tree.length >= CATEGORIES_MAX) {
    throw invalidField('name', `분류는 ${CATEGORIES_MAX}개까지 만들 수 있어요.`);
  }
  checkPlace(tree, added, 1);
  return placed(tree, { ...added, position: 0 }, position);
}

/**
 * The tree with one category changed, and what is below it moved along. Throws CATEGORY_NOT_FOUND,
 * CATEGORY_NAME_TAKEN, CATEGORY_TOO_DEEP and CATEGORY_IN_ITSELF.
 */
export function withChanged(
  tree: Tree,
  categoryId: string,
  changes: { name?: string | undefined; parentId?: string | null | undefined },
  position: number | undefined,
): Tree {
  const before = nodeOf(tree, categoryId);
  const { name = before.name, parentId = before.parentId } = changes;
  const changed = { ...before, name, parentId };
  if (parentId !== null && withAllBelow(tree, categoryId).includes(parentId)) {
    throw new RefusalError('CATEGORY_IN_ITSELF');
  }
  checkPlace(tree, changed, levelsOf(tree, categoryId));
  const others = tree.filter((row) => row.categoryId !== categoryId);
  const stays =
    parentId === before.parentId ? siblingsOf(tree, parentId).indexOf(before) : undefined;
  return placed(others, changed, position ?? stays);
}

/** The tree without a category that has nothing below it. Throws CATEGORY_NOT_FOUND and CATEGORY_IN_USE. */
export function withoutOne(tree: Tree, categoryId: string): Tree {
  const { parentId } = nodeOf(tree, categoryId);
  if (tree.some((row) => row.parentId === categoryId)) throw new RefusalError('CATEGORY_IN_USE');
  return counted(
    tree.filter((row) => row.categoryId !== categoryId),
    parentId,
  );
}

function checkPlace(
  tree: Tree,
  { categoryId, name, parentId }: Omit<CategoryRow, 'position'>,
  levels: number,
): void {
  const above = parentId === null ? 0 : pathTo(tree, nodeOf(tree, parentId).categoryId).length;
  if (above + levels > CATEGORY_DEPTH_MAX) throw new RefusalError('CATEGORY_TOO_DEEP');
  const isTaken = siblingsOf(tree, parentId).some(
    (row) => row.categoryId !== categoryId && nameKey(row.name) === nameKey(name),
  );
  if (isTaken) throw new RefusalError('CATEGORY_NAME_TAKEN');
}

// Nobody sees a difference between names that differ in this.
function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '');
}

function nodeOf(tree: Tree, categoryId: string): CategoryRow {
  const node = tree.find((row) => row.categoryId === categoryId);
  if (!node) throw new RefusalError('CATEGORY_NOT_FOUND');
  return node;
}

function siblingsOf(tree: Tree, parentId: string | null): CategoryRow[] {
  return tree.filter((row) => row.parentId === parentId);
}

function placed(others: Tree, row: CategoryRow, position: number | undefined): Tree {
  const siblings = siblingsOf(others, row.parentId);
  const ordered = siblings.toSpliced(position ?? siblings.length, 0, row);
  const elsewhere = others.filter(({ parentId }) => parentId !== row.parentId);
  return counted([...elsewhere, ...ordered], row.parentId);
}

function counted(tree: Tree, parentId: string | null): Tree {
  let position = 0;
  return tree.map((row) => {
    if (row.parentId !== parentId) return row;
    position += 1;
    return { ...row, position: position - 1 };
  });
}
