import { expect } from 'chai';
import { inTreeOrder } from '@sagopalgo/core/rules/category-tree.ts';
import { CATALOGUE, CATEGORIES, KINDS } from './catalogue.ts';

describe('the catalogue of the demo', () => {
  const tops = CATEGORIES.map(({ categoryId }) => ({ categoryId, parentId: null }));
  const tree = [...tops, ...KINDS];

  it('divides its categories into a tree', () => {
    expect(inTreeOrder(tree)).to.have.length(tree.length);
    expect(new Set(tree.map(({ categoryId }) => categoryId)).size).to.equal(tree.length);
    const depths = KINDS.filter(({ parentId }) =>
      KINDS.some((kind) => kind.categoryId === parentId),
    );
    expect(depths, 'some are three deep').to.not.deep.equal([]);
  });

  it('puts each thing into a category of the tree, and something into every kind', () => {
    const ids = tree.map(({ categoryId }) => categoryId);
    for (const { categoryId, key } of CATALOGUE) expect(ids, key).to.include(categoryId);
    const keys = KINDS.flatMap((kind) => kind.keys);
    expect(new Set(keys).size).to.equal(keys.length);
    expect(CATALOGUE.map(({ key }) => key)).to.include.members(keys);
  });
});
