import { expect } from 'chai';
import { AT_TOP, placesFor, standingOf } from './category-places.ts';

const category = (categoryId: string, parentId: string | null = null) => ({
  ...{ categoryId, parentId, name: categoryId },
});

const CAMERA = category('camera');
const LENS = category('lens', 'camera');
const TREE = [
  CAMERA,
  category('film', 'camera'),
  category('leica', 'film'),
  LENS,
  category('watch'),
];

describe('where a category may be put', () => {
  const idsFor = (categoryId: string | null) => placesFor(TREE, categoryId).map(({ id }) => id);

  it('is at the top and below all that are not too deep, for a new one', () => {
    expect(idsFor(null)).to.deep.equal([AT_TOP, 'camera', 'film', 'lens', 'watch']);
  });

  it('is never below itself, nor where what it holds would be too deep', () => {
    expect(idsFor('film')).to.deep.equal([AT_TOP, 'camera', 'watch']);
    expect(idsFor('camera')).to.deep.equal([AT_TOP]);
    expect(idsFor('watch')).to.deep.equal([AT_TOP, 'camera', 'film', 'lens']);
  });

  it('is counted among its siblings alone', () => {
    expect(standingOf(TREE, LENS)).to.deep.equal({ position: 1, count: 2 });
    expect(standingOf(TREE, CAMERA)).to.deep.equal({ position: 0, count: 2 });
  });
});
