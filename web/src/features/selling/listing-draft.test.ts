import { expect } from 'chai';
import { checkDraft, EMPTY_DRAFT } from './listing-draft.ts';

const DRAFT = {
  title: ' 달항아리 ',
  description: '둥근 몸체',
  categoryId: 'c1',
  saleDate: '2026-11-23',
  startKrw: 1_000_000,
  bidUnitKrw: 50_000,
  capKrw: null,
};

describe('listing draft', () => {
  it('names every field that is still missing, in words', () => {
    const { faults } = checkDraft(EMPTY_DRAFT);
    expect(Object.keys(faults ?? {})).to.have.members([
      'title',
      'description',
      'categoryId',
      'saleDate',
      'startKrw',
      'bidUnitKrw',
    ]);
  });

  it('becomes a listing when it is whole', () => {
    expect(checkDraft(DRAFT).listing).to.include({ title: '달항아리', bidUnitKrw: 50_000 });
  });

  it('refuses a cap below the start and a start of nothing', () => {
    expect(checkDraft({ ...DRAFT, capKrw: 10 }).faults).to.have.property('capKrw');
    expect(checkDraft({ ...DRAFT, startKrw: 0 }).faults).to.have.property('startKrw');
  });
});
