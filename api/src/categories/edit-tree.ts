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
import { retryDeadlocks } from '@sagopalgo/core/mysql/retry-deadlocks.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { writeAction } from '@sagopalgo/core/operating/actions.ts';
import type { OperatorAction, OperatorWord } from '@sagopalgo/core/operating/actions.ts';
import { inTreeOrder, withAllBelow } from '@sagopalgo/core/rules/category-tree.ts';
import { markCategoriesChanged } from '@sagopalgo/core/search/mark-changed.ts';
import type { Deps } from '../deps.ts';
import { withAdded, withChanged, withoutOne } from './tree-changes.ts';
import type { Tree } from './tree-changes.ts';

/** As often as operators may well come at once. */
const TRIES_MAX = 10;

type Used = Pick<Deps, 'db' | 'log' | 'now' | 'records'>;
/** What becomes of a tree; done again from the beginning where it was undone. */
type Edit = (tx: Tx, before: Tree) => Promise<Tree>;
/** The operator whose deed it is, and why. */
type Word = OperatorWord & { operatorId: string };

/** Adds a category and answers the tree. Throws what `withAdded` throws. */
export async function addCategory(
  deps: Used,
  word: Word,
  { position, ...given }: Omit<z.output<typeof createCategory.body>, 'reason'>,
): Promise<Category[]> {
  const added = { categoryId: randomUUID(), ...given };
  const tree = await editTree(deps, async (tx, before) => {
    await keep(tx, deps, { ...word, action: 'add-category', detail: added });
    return withAdded(before, added, position);
  });
  deps.log.info('category.added', { operatorId: word.operatorId, ...added });
  return tree;
}

/** Renames or moves a category, with all below it, and answers the tree. Throws what `withChanged` throws. */
export async function editCategory(
  deps: Used,
  word: Word,
  categoryId: string,
  { position, ...changes }: Omit<z.output<typeof changeCategory.body>, 'reason'>,
): Promise<Category[]> {
  const tree = await editTree(deps, async (tx, before) => {
    const after = withChanged(before, categoryId, changes, position);
    const detail = { categoryId, ...changes, position };
    await keep(tx, deps, { ...word, action: 'change-category', detail });
    if (isFoundOtherwise(before, after, categoryId)) {
      await markCategoriesChanged(tx, withAllBelow(after, categoryId), deps.now());
    }
    return after;
  });
  deps.log.info('category.changed', {
    operatorId: word.operatorId,
    categoryId,
    ...changes,
    position,
  });
  return tree;
}

/**
 * Takes away a category that nothing was ever listed in and answers the tree. Whoever lists at the same
 * time either comes first, and it stays, or finds it gone. Throws what `withoutOne` throws.
 */
export async function removeCategory(
  deps: Used,
  word: Word,
  categoryId: string,
): Promise<Category[]> {
  const tree = await editTree(deps, async (tx, before) => {
    const after = withoutOne(before, categoryId);
    if (await isListedIn(tx, categoryId)) throw new RefusalError('CATEGORY_IN_USE');
    await tx.delete(categories).where(eq(categories.categoryId, categoryId));
    const { name } = before.find((row) => row.categoryId === categoryId) ?? {};
    await keep(tx, deps, { ...word, action: 'remove-category', detail: { categoryId, name } });
    return after;
  });
  deps.log.info('category.removed', { operatorId: word.operatorId, categoryId });
  return tree;
}

async function keep(
  tx: Tx,
  { now }: Used,
  deed: Word & { action: OperatorAction; detail: Record<string, unknown> },
): Promise<void> {
  await writeAction(tx, { ...deed, actedAtMs: now() });
}

// Auctions are found by the names of their category and of those above it, in whatever order they stand.
function isFoundOtherwise(before: Tree, after: Tree, categoryId: string): boolean {
  const [was, is] = [before, after].map((tree) =>
    tree.find((row) => row.categoryId === categoryId),
  );
  return was?.name !== is?.name || was?.parentId !== is?.parentId;
}

async function editTree(deps: Used, edit: Edit): Promise<Category[]> {
  const tree = await tryTransaction(deps, edit);
  await deps.records.tell({ categories: true });
  return inTreeOrder(tree).map(({ categoryId, name, parentId }) => ({
    categoryId,
    name,
    parentId,
  }));
}

// Two operators at once take turns: every row is locked, so each sees what the other has done. One that waits
// for the first row wants the gap before it as well, into which a new row may have to go: then one of the two
// is undone by MySQL, and comes again.
async function tryTransaction({ db }: Used, edit: Edit): Promise<Tree> {
  const once = async (tx: Tx): Promise<Tree> => {
    const before = await tx
      .select()
      .from(categories)
      .orderBy(asc(categories.position), asc(categories.categoryId))
      .for('update');
    const after = await edit(tx, before);
    await store(tx, before, after);
    return after;
  };
  return await retryDeadlocks(() => db.transaction(once), TRIES_MAX);
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
