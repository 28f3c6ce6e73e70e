import { expect } from 'chai';
import { createAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { answerQuestion, askQuestion } from '@sagopalgo/core/contracts/questions.ts';
import { inTreeOrder } from '@sagopalgo/core/rules/category-tree.ts';
import { CATALOGUE, CATEGORIES, KINDS } from './catalogue.ts';
import { HASHTAGS } from './hashtags.ts';
import { QUESTIONS } from './questions.ts';

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

  it('has hashtags as people may give them, some of them on several things', () => {
    const keys = CATALOGUE.map(({ key }) => key);
    expect(keys).to.have.members(Object.keys(HASHTAGS));
    const { hashtags: schema } = createAuction.body.shape;
    for (const { hashtags } of CATALOGUE) expect(schema.parse(hashtags)).to.deep.equal(hashtags);
    const all = CATALOGUE.flatMap(({ hashtags }) => hashtags);
    expect(new Set(all).size).to.be.below(all.length);
  });

  it('is asked about as people may ask and answer, and is not all answered', () => {
    expect(CATALOGUE.map(({ key }) => key)).to.include.members(Object.keys(QUESTIONS));
    const all = Object.values(QUESTIONS).flat();
    for (const { text, answer } of all) {
      expect(askQuestion.body.shape.text.parse(text)).to.equal(text);
      if (answer) expect(answerQuestion.body.shape.text.parse(answer)).to.equal(answer);
    }
    expect(all.filter(({ answer }) => answer === undefined)).not.to.deep.equal([]);
  });
});
