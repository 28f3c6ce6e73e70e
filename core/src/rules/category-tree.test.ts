import { expect } from 'chai';
import { inTreeOrder, levelsOf, pathTo, withAllBelow } from './category-tree.ts';

const node = (categoryId: string, parentId: string | null) => ({ categoryId, parentId });

const TREE = [
  node('film', 'camera'),
  node('art', null),
  node('camera', null),
  node('leica', 'film'),
  node('lens', 'camera'),
  node('print', 'art'),
];

describe('the tree of categories', () => {
  it('puts parents before their children and keeps the order of siblings', () => {
    const ids = inTreeOrder(TREE).map(({ categoryId }) => categoryId);
    expect(ids).to.deep.equal(['art', 'print', 'camera', 'film', 'leica', 'lens']);
    expect(inTreeOrder([])).to.deep.equal([]);
  });

  it('finds all that is below a category, and the category alone where it knows none', () => {
    expect(withAllBelow(TREE, 'camera')).to.have.members(['camera', 'film', 'lens', 'leica']);
    expect(withAllBelow(TREE, 'leica')).to.deep.equal(['leica']);
    expect(withAllBelow(TREE, 'unheard-of')).to.deep.equal(['unheard-of']);
  });

  it('finds the way down to a category', () => {
    const ids = pathTo(TREE, 'leica').map(({ categoryId }) => categoryId);
    expect(ids).to.deep.equal(['camera', 'film', 'leica']);
    expect(pathTo(TREE, 'unheard-of')).to.deep.equal([]);
  });

  it('counts the levels that a category takes', () => {
    expect(levelsOf(TREE, 'camera')).to.equal(3);
    expect(levelsOf(TREE, 'film')).to.equal(2);
    expect(levelsOf(TREE, 'print')).to.equal(1);
  });
});
