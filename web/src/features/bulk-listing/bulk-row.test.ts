import { expect } from 'chai';
import { BULK_COLUMNS } from './bulk-columns.ts';
import type { BulkCells } from './bulk-columns.ts';
import { reportCsv } from './bulk-files.ts';
import type { Surroundings } from './bulk-row.ts';
import { bulkRow, sentencesOf, stateOf, wantsPictures } from './bulk-row.ts';
import { idToListAgain, listingIdsOf } from './listing-ids.ts';
import type { ChosenFiles } from './picture-files.ts';
import { lookIntoFiles, roomFor, withFiles } from './picture-files.ts';

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
const CELLS: BulkCells = {
  ...(Object.fromEntries(BULK_COLUMNS.map(({ id }) => [id, ''])) as BulkCells),
  ...{ title: '시계', description: '잘 가요.', category: '시계', saleDate: '2026-12-01' },
  ...{ startKrw: '1000', unit: '100', pictures: '앞모습.JPG' },
};
const CATEGORIES = [{ categoryId: 'watch', name: '시계', parentId: null }];

describe('a row of the table', () => {
  const around = (given: Partial<Surroundings> = {}): Surroundings => ({
    ...{ categories: CATEGORIES, firstSaleDate: '2026-11-29', chosen: new Map() },
    resultOf: () => null,
    ...given,
  });
  const rowOf = (cells: Partial<BulkCells>, given: Partial<Surroundings> = {}) =>
    bulkRow({ number: 2, cells: { ...CELLS, ...cells }, fault: null }, 'id', around(given));
  const chosenOf = async (...files: File[]): Promise<ChosenFiles> =>
    withFiles(new Map(), await lookIntoFiles(files));

  it('finds its pictures by name, however the name is spelt on this machine', async () => {
    const decomposed = `폴더/${'앞모습'.normalize('NFD')}.jpg`;
    const chosen = await chosenOf(new File([JPEG], decomposed));
    const row = rowOf({}, { chosen });
    expect(stateOf(row)).to.equal('sound');
    expect(row.files.map(({ file }) => file.name)).to.deep.equal([decomposed]);
  });

  it('says which pictures are missing, and which will not do', async () => {
    expect(sentencesOf(rowOf({ pictures: 'a.jpg, b.jpg' }))).to.deep.equal([
      '‘사진’ 열: 사진 파일을 찾지 못했어요: a.jpg, b.jpg',
    ]);
    const heic = new File(['\0\0\0\u0018ftypheic'], 'c.heic');
    const row = rowOf({ pictures: 'c.heic' }, { chosen: await chosenOf(heic) });
    expect(sentencesOf(row).join()).to.contain('c.heic: HEIC 사진은');
    expect(row.listing).to.equal(null);
  });

  it('does not guess between two pictures of one name', async () => {
    const at = (lastModified: number, size = 0) =>
      new File([JPEG, new Uint8Array(size)], '앞모습.jpg', { lastModified });
    const chosen = await chosenOf(at(1), at(1));
    expect(stateOf(rowOf({}, { chosen }))).to.equal('sound');
    const two = withFiles(chosen, await lookIntoFiles([at(2, 9)]));
    expect(sentencesOf(rowOf({}, { chosen: two })).join()).to.contain('이름이 같은 다른 사진');
    const again = withFiles(two, await lookIntoFiles([at(2, 9)]));
    expect(rowOf({}, { chosen: again }).files[0]?.file.size).to.equal(13);
  });

  it('with more cells than columns says so, and nothing of cells that may be others', () => {
    const row = bulkRow({ number: 3, cells: CELLS, fault: '칸이 많아요.' }, 'id', around());
    expect([stateOf(row), ...sentencesOf(row)]).to.deep.equal(['wrong', '칸이 많아요.']);
    expect(row.listing).to.equal(null);
  });

  it('says of one that went through before that it did', () => {
    const before = { state: 'before', auctionId: 'a1' } as const;
    const row = rowOf({ saleDate: '2020-01-01' }, { resultOf: () => before });
    expect([stateOf(row), sentencesOf(row)]).to.deep.equal(['before', []]);
    expect(reportCsv([row], 'https://here'))
      .to.contain('전에 올렸어요')
      .and.contain('/a1');
  });

  it('is not looked at again once it went through', () => {
    const listed = { state: 'listed', auctionId: 'a1' } as const;
    const row = rowOf({ saleDate: '2020-01-01' }, { resultOf: () => listed });
    expect(stateOf(row)).to.equal('listed');
    expect(sentencesOf(row)).to.deep.equal([]);
  });

  it('says what the server refused, by column where it can', () => {
    const message = '다시 확인해 주세요.';
    const faults = [{ column: 'title' as const, message: '안 돼요.' }];
    const refused = { state: 'refused', message, faults } as const;
    expect(sentencesOf(rowOf({ pictures: '' }, { resultOf: () => refused }))).to.deep.equal([
      '‘제목’ 열: 안 돼요.',
    ]);
    const other = { ...refused, faults: [] };
    expect(sentencesOf(rowOf({ pictures: '' }, { resultOf: () => other }))).to.deep.equal([
      message,
    ]);
  });

  it('keeps its pictures while it is sent, also when its day begins meanwhile', () => {
    const begun = { pictures: '', saleDate: '2026-11-28' };
    expect(wantsPictures(rowOf(begun))).to.equal(false);
    expect(wantsPictures(rowOf(begun, { resultOf: () => ({ state: 'sending' }) }))).to.equal(true);
    const before = { state: 'before', auctionId: 'a1' } as const;
    expect(wantsPictures(rowOf({ pictures: '' }))).to.equal(true);
    expect(wantsPictures(rowOf({ pictures: '' }, { resultOf: () => before }))).to.equal(false);
  });

  it('has so many pictures to choose from and no more', () => {
    const file = new File([JPEG], 'a.jpg');
    const many = Array.from({ length: 1001 }, () => file);
    expect(roomFor(new Map(), many)).to.have.length(1000);
    const chosen = new Map([['b.jpg', { file, contentType: 'image/jpeg' as const }]]);
    expect(roomFor(chosen, many)).to.have.length(999);
  });

  it('is told of in a table of its own', () => {
    const listed = { state: 'listed', auctionId: 'a1' } as const;
    const report = reportCsv(
      [rowOf({ title: '=시계' }, { resultOf: () => listed }), rowOf({})],
      'https://here',
    );
    const [, first, second] = report.split('\r\n');
    expect(first).to.equal(`"2","'=시계","올렸어요","","https://here/auctions/a1"`);
    expect(second).to.contain('고칠 곳이 있어요').and.to.contain('‘사진’ 열');
  });
});

describe('the ids of rows', () => {
  it('are the same for the same row, whatever the others say, and one for each of twins', async () => {
    const other = { ...CELLS, title: '다른 것' };
    const [first, second, third] = await listingIdsOf([
      { cells: CELLS },
      { cells: other },
      { cells: CELLS },
    ]);
    expect(new Set([first, second, third]).size).to.equal(3);
    expect(first).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    const mended = { ...other, title: '고친 것' };
    expect(await listingIdsOf([{ cells: mended }, { cells: CELLS }])).to.include(first);
  });

  it('to be listed once more are others, the same ones until they are listed', async () => {
    const [first = ''] = await listingIdsOf([{ cells: CELLS }]);
    const known = new Set([first]);
    const isKnown = (id: string): boolean => known.has(id);
    const again = await idToListAgain(first, isKnown);
    expect(again).not.to.equal(first);
    expect(await idToListAgain(first, isKnown)).to.equal(again);
    known.add(again);
    expect(await idToListAgain(first, isKnown)).not.to.equal(again);
  });
});
