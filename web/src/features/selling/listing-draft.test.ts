import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { changeAuction, createAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { expect } from 'chai';
import type { ListingDraft } from './listing-draft.ts';
import { changesOf, checkDraft as checkOn, draftOf, EMPTY_DRAFT } from './listing-draft.ts';

const DRAFT: ListingDraft = {
  ...EMPTY_DRAFT,
  title: ' 달항아리 ',
  description: '둥근 몸체',
  categoryId: 'c1',
  saleDate: '2026-11-23',
  hashtags: '#백자 조선',
  startKrw: 1_000_000,
  bidUnitKrw: 50_000,
};
const TABLE: ListingDraft = {
  ...DRAFT,
  unitKind: 'table',
  bidUnitKrw: null,
  steps: [
    { fromKrw: 0, stepKrw: 10_000 },
    { fromKrw: 2_000_000, stepKrw: 50_000 },
  ],
};

const checkDraft = (draft: ListingDraft) => checkOn(draft, '');

describe('listing draft', () => {
  it('names every field that is still missing, in words', () => {
    const { faults } = checkDraft(EMPTY_DRAFT);
    expect(Object.keys(faults ?? {})).to.have.members([
      ...['title', 'description', 'categoryId', 'saleDate', 'startKrw', 'bidUnitKrw'],
    ]);
  });

  it('becomes a listing when it is whole', () => {
    expect(checkDraft(DRAFT).listing).to.include({ title: '달항아리', bidUnitKrw: 50_000 });
    expect(createAuction.body.safeParse(checkDraft(DRAFT).listing).success).to.equal(true);
  });

  it('is at fault when its day has begun since it was chosen', () => {
    expect(checkOn(DRAFT, '2026-11-23')).to.have.property('listing');
    expect(checkOn(DRAFT, '2026-11-24').faults?.['saleDate']).to.contain('오전 9시가 지나');
    expect(checkOn(EMPTY_DRAFT, '2026-11-24').faults?.['saleDate']).to.contain('골라 주세요');
  });

  it('carries hashtags, and says beside them when they will not do', () => {
    expect(checkDraft(DRAFT).listing?.hashtags).to.deep.equal(['백자', '조선']);
    expect(checkDraft({ ...DRAFT, hashtags: '' }).listing?.hashtags).to.deep.equal([]);
    expect(checkDraft({ ...DRAFT, hashtags: '백자?' }).faults).to.have.property('hashtags');
  });

  it('carries a table of steps in place of a unit, and says when a cell is empty', () => {
    const { listing } = checkDraft(TABLE);
    expect(listing?.steps).to.deep.equal([
      [0, 10_000],
      [2_000_000, 50_000],
    ]);
    expect(createAuction.body.safeParse(listing).success).to.equal(true);
    const holed = { ...TABLE, steps: [...TABLE.steps, { fromKrw: null, stepKrw: 1 }] };
    expect(checkDraft(holed).faults).to.have.property('steps');
    const falling = { ...TABLE, steps: TABLE.steps.toReversed() };
    expect(checkDraft(falling).faults).to.have.property('steps');
  });

  it('refuses amounts that do not go together, beside the field', () => {
    const wrong: [Partial<ListingDraft>, string][] = [
      [{ capKrw: 10 }, 'capKrw'],
      [{ startKrw: 0 }, 'startKrw'],
      [{ startKrw: 1_000_000_000_001 }, 'startKrw'],
      [{ reserveKrw: 1_000_000 }, 'reserveKrw'],
      [{ buyNowKrw: 1_000_000 }, 'buyNowKrw'],
      [{ reserveKrw: 3_000_000, buyNowKrw: 2_000_000 }, 'buyNowKrw'],
      [{ capKrw: 2_000_000, reserveKrw: 3_000_000 }, 'reserveKrw'],
      [{ reserveKrw: 1_000_000_000_001 }, 'reserveKrw'],
      [{ buyNowKrw: 1_000_000_000_001 }, 'buyNowKrw'],
      [{ ...TABLE, steps: [{ fromKrw: 0, stepKrw: 1_000_000_000_001 }] }, 'steps'],
    ];
    for (const [part, field] of wrong) {
      expect(checkDraft({ ...DRAFT, ...part }).faults, JSON.stringify(part)).to.have.property(
        field,
      );
    }
  });

  it('is not held up by the kind of unit that is out of sight', () => {
    const tooLargeKrw = 1_000_000_000_001;
    expect(checkDraft({ ...TABLE, bidUnitKrw: tooLargeKrw })).to.have.property('listing');
    const steps = [{ fromKrw: 0, stepKrw: tooLargeKrw }];
    expect(checkDraft({ ...DRAFT, steps })).to.have.property('listing');
  });

  it('carries what the seller added', () => {
    const added = {
      reserveKrw: 3_000_000,
      buyNowKrw: 8_000_000,
      extension: 'auto',
      onDefault: 'relist',
    } as const;
    expect(checkDraft({ ...DRAFT, ...added }).listing).to.include(added);
  });

  it('takes away by a change what was left empty', () => {
    const { listing } = checkDraft(DRAFT);
    if (!listing) throw new Error('the draft is whole');
    const changes = changesOf(listing);
    expect(changes).to.include({ reserveKrw: null, buyNowKrw: null });
    expect(changeAuction.body.safeParse(changes).success).to.equal(true);
  });

  it('begins a change with everything the auction has', () => {
    const auction = {
      ...{ title: '달항아리', description: '둥근 몸체', categoryId: 'c1' },
      ...{ startKrw: 1_000_000, capKrw: 9_000_000, buyNowKrw: 8_000_000, extension: 'auto' },
      steps: [
        [0, 10_000],
        [2_000_000, 50_000],
      ],
      opensAtMs: Date.parse('2026-11-23T00:00:00.000Z'),
      own: { reserveKrw: 3_000_000, capKrw: 9_000_000, onDefault: 'relist' },
      ...{ hashtags: ['백자', '조선'], images: [{ imageId: 'i1' }, { imageId: 'i2' }] },
    } as unknown as Auction;
    expect(draftOf(auction)).to.deep.include({
      ...{ unitKind: 'table', steps: TABLE.steps, saleDate: '2026-11-23' },
      ...{ reserveKrw: 3_000_000, buyNowKrw: 8_000_000, capKrw: 9_000_000, extension: 'auto' },
      ...{ onDefault: 'relist', hashtags: '#백자 #조선', imageIds: ['i1', 'i2'] },
    });
    expect(checkDraft(draftOf({ ...auction, steps: [[0, 50_000]] })).listing).to.include({
      bidUnitKrw: 50_000,
    });
  });
});
