import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { asc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type {
  Category,
  changeCategory,
  createCategory,
} from '@sagopalgo/core/contracts/categories.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { categories } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { inTreeOrder, withAllBelow } from '@sagopalgo/core/rules/category-tree.ts';
import { markCategoriesChanged } from '@sagopalgo/core/search/mark-changed.ts';
import type { Deps } from '../deps.ts';
import { withAdded, withChanged, withoutOne } from './tree-changes.ts';
import type { Tree } from './tree-changes.ts';

type Used = Pick<Deps, 'db' | 'log' | 'now' | 'records'>;

/** Adds a category and answers the tree. Throws what `withAdded` throws. */
export async function addCategory(
  deps: Used,
  operatorId: string,
  { position, ...given }: z.output<typeof createCategory.body>,
): Promise<Category[]> {
  const added = { categoryId: randomUUID(), ...given };
  const tree = await editTree(deps, async (_tx, before) => withAdded(before, added, position));
  deps.log.info('category.added', { operatorId, ...added });
  return tree;
}

/** Renames or moves a category, with all below it, and answers the tree. Throws what `withChanged` throws. */
export async function editCategory(
  deps: Used,
  operatorId: string,
  categoryId: string,
  { position, ...changes }: z.output<typeof changeCategory.body>,
): Promise<Category[]> {
  const tree = await editTree(deps, async (tx, before) => {
    const after = withChanged(before, categoryId, changes, position);
    if (isFoundOtherwise(before, after, categoryId)) {
      await markCategoriesChanged(tx, withAllBelow(after, categoryId), deps.now());
    }
    return after;
  });
  deps.log.info('category.changed', { operatorId, categoryId, ...changes, position });
  return tree;
}

/**
 * Takes away a category that nothing was ever listed in and answers the tree. Whoever lists at the same
 * time either comes first, and it stays, or finds it gone. Throws what `withoutOne` throws.
 */
export async function removeCategory(
  deps: Used,
  operatorId: string,
  categoryId: string,
): Promise<Category[]> {
  const tree = await editTree(deps, async (tx, before) => {
    const after = withoutOne(before, categoryId);
    if (await isListedIn(tx, categoryId)) throw new RefusalError('CATEGORY_IN_USE');
    await tx.delete(categories).where(eq(categories.categoryId, categoryId));
    return after;
  });
  deps.log.info('category.removed', { operatorId, categoryId });
  return tree;
}

// Auctions are found by the names of their category and of those above it, in whatever order they stand.
function isFoundOtherwise(before: Tree, after: Tree, categoryId: string): boolean {
  const [was, is] = [before, after].map((tree) =>
    tree.find((row) => row.categoryId === categoryId),
  );
  return was?.name !== is?.name || was?.parentId !== is?.parentId;
}

// Two operators at once take turns: every row is locked, so each sees what the other has done.
async function editTree(
  { db, records }: Used,
  edit: (tx: Tx, before: Tree) => Promise<Tree>,
): Promise<Category[]> {
  const tree = await db.transaction(async (tx) => {
    const before = await tx
      .select()
      .from(categories)
      .orderBy(asc(categories.position), asc(categories.categoryId))
      .for('update');
    const after = await edit(tx, before);
    await store(tx, before, after);
    return after;
  });
  await records.tell({ categories: true });
  return inTreeOrder(tree).map(({ categoryId, name, parentId }) => ({
    categoryId,
    name,
    parentId,
  }));
}

async function store(tx: Tx, before: Tree, after: Tree): Promise<void> {
  const known = new Map(before.map((row) => [row.categoryId, row]));
  for (const row of after) {
    if (isDeepStrictEqual(known.get(row.categoryId), row)) continue;
    const { categoryId: _same, ...fields } = row;
    await tx.insert(categories).values(row).onDuplicateKeyUpdate({ set: fields });
  }
}

async function isListedIn(tx: Tx, categoryId: string): Promise<boolean> {
  const [found] = await tx
    .select({ auctionId: auctions.auctionId })
    .from(auctions)
    .where(eq(auctions.categoryId, categoryId))
    .limit(1);
  return found !== undefined;
}
