import { expect } from 'chai';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { RefusalCode } from '@sagopalgo/core/contracts/errors.ts';
import { CATEGORIES_MAX, withAdded, withChanged, withoutOne } from './tree-changes.ts';
import type { CategoryRow, Tree } from './tree-changes.ts';

const row = (categoryId: string, parentId: string | null, position: number): CategoryRow => ({
  ...{ categoryId, parentId, position },
  name: categoryId,
});

const TREE: Tree = [
  row('camera', null, 0),
  row('watch', null, 7),
  row('film', 'camera', 0),
  row('lens', 'camera', 1),
  row('leica', 'film', 0),
];

function refusal(change: () => unknown, code: RefusalCode): void {
  expect(change).to.throw(RefusalError).with.property('code', code);
}

function childrenOf(tree: Tree, parentId: string | null): string[] {
  const children = tree.filter((each) => each.parentId === parentId);
  const sorted = children.toSorted((one, other) => one.position - other.position);
  expect(sorted.map(({ position }) => position)).to.deep.equal([...sorted.keys()]);
  return sorted.map(({ name }) => name);
}

const added = (name: string, parentId: string | null = null) => ({
  ...{ categoryId: name, parentId, name },
});

describe('changing the tree of categories', () => {
  it('adds one in the last place among its siblings, or where it is told to', () => {
    expect(childrenOf(withAdded(TREE, added('art'), undefined), null)).to.deep.equal([
      ...['camera', 'watch', 'art'],
    ]);
    const second = withAdded(TREE, added('flash', 'camera'), 1);
    expect(childrenOf(second, 'camera')).to.deep.equal(['film', 'flash', 'lens']);
    const far = withAdded(TREE, added('flash', 'camera'), 9_999);
    expect(childrenOf(far, 'camera')).to.deep.equal(['film', 'lens', 'flash']);
  });

  it('renames one in its place', () => {
    const renamed = withChanged(TREE, 'camera', { name: '사진기' }, undefined);
    expect(childrenOf(renamed, null)).to.deep.equal(['사진기', 'watch']);
    expect(childrenOf(renamed, 'camera')).to.deep.equal(['film', 'lens']);
  });

  it('moves one among its siblings, and below another with all that it holds', () => {
    const moved = withChanged(TREE, 'watch', {}, 0);
    expect(childrenOf(moved, null)).to.deep.equal(['watch', 'camera']);
    const below = withChanged(TREE, 'film', { parentId: 'watch' }, undefined);
    expect(childrenOf(below, 'watch')).to.deep.equal(['film']);
    expect(childrenOf(below, 'film')).to.deep.equal(['leica']);
    const up = withChanged(TREE, 'leica', { parentId: null }, 1);
    expect(childrenOf(up, null)).to.deep.equal(['camera', 'leica', 'watch']);
  });

  it('takes away one without children', () => {
    expect(childrenOf(withoutOne(TREE, 'lens'), 'camera')).to.deep.equal(['film']);
    refusal(() => withoutOne(TREE, 'film'), 'CATEGORY_IN_USE');
    refusal(() => withoutOne(TREE, 'unheard-of'), 'CATEGORY_NOT_FOUND');
  });

  it('knows no category and no parent that there is not', () => {
    refusal(() => withAdded(TREE, added('art', 'unheard-of'), 0), 'CATEGORY_NOT_FOUND');
    refusal(() => withChanged(TREE, 'unheard-of', {}, 0), 'CATEGORY_NOT_FOUND');
    const parentId = 'unheard-of';
    refusal(() => withChanged(TREE, 'lens', { parentId }, 0), 'CATEGORY_NOT_FOUND');
  });

  it('holds no two siblings of one name, however it is written', () => {
    refusal(() => withAdded(TREE, { ...added('x'), name: 'Watch' }, 0), 'CATEGORY_NAME_TAKEN');
    refusal(() => withAdded(TREE, { ...added('x'), name: 'ｗａ ｔch' }, 0), 'CATEGORY_NAME_TAKEN');
    refusal(() => withChanged(TREE, 'lens', { name: 'FILM' }, 0), 'CATEGORY_NAME_TAKEN');
    const named = withAdded(TREE, added('lens'), 0);
    refusal(
      () => withChanged(named, 'film', { parentId: null, name: 'lens' }, 0),
      'CATEGORY_NAME_TAKEN',
    );
    expect(childrenOf(named, null)).to.deep.equal(['lens', 'camera', 'watch']);
    expect(childrenOf(withChanged(TREE, 'lens', { name: 'Lens' }, 0), 'camera')).to.include('Lens');
  });

  it('is three deep at most, with all that moves along', () => {
    refusal(() => withAdded(TREE, added('m6', 'leica'), 0), 'CATEGORY_TOO_DEEP');
    refusal(() => withChanged(TREE, 'film', { parentId: 'lens' }, 0), 'CATEGORY_TOO_DEEP');
    const parentId = 'watch';
    expect(childrenOf(withChanged(TREE, 'film', { parentId }, 0), 'watch')).to.deep.equal(['film']);
    refusal(() => withChanged(TREE, 'camera', { parentId: 'watch' }, 0), 'CATEGORY_TOO_DEEP');
  });

  it('moves nothing below itself', () => {
    refusal(() => withChanged(TREE, 'camera', { parentId: 'camera' }, 0), 'CATEGORY_IN_ITSELF');
    refusal(() => withChanged(TREE, 'camera', { parentId: 'leica' }, 0), 'CATEGORY_IN_ITSELF');
  });

  it('is bounded', () => {
    const full = Array.from({ length: CATEGORIES_MAX }, (_, index) =>
      row(`c${index}`, null, index),
    );
    refusal(() => withAdded(full, added('one more'), 0), 'INVALID_REQUEST');
  });
});
