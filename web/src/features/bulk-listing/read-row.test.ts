import { createAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { expect } from 'chai';
import type { BulkCells } from './bulk-columns.ts';
import { BULK_COLUMNS } from './bulk-columns.ts';
import { columnOfField, readRow } from './read-row.ts';

const CATEGORIES = [
  { categoryId: 'camera', name: '카메라', parentId: null },
  { categoryId: 'film', name: '필름', parentId: 'camera' },
  { categoryId: 'art', name: '미술', parentId: null },
  { categoryId: 'art-film', name: '필름', parentId: 'art' },
];
const EMPTY = Object.fromEntries(BULK_COLUMNS.map(({ id }) => [id, ''])) as BulkCells;
const CELLS: BulkCells = {
  ...EMPTY,
  ...{ title: '라이카', description: '잘 가요.', category: '카메라', saleDate: '2026-12-01' },
  ...{ startKrw: '1,200,000원', unit: '10000' },
};
const read = (given: Partial<BulkCells> = {}) =>
  readRow({ ...CELLS, ...given }, { categories: CATEGORIES, firstSaleDate: '2026-11-29' });
const faultIn = (given: Partial<BulkCells>): string =>
  read(given)
    .faults.map(({ column, message }) => `${column}: ${message}`)
    .join(' | ');

describe('reading a row', () => {
  it('makes a listing that the server takes', () => {
    const { listing, faults } = read({
      ...{ extension: '예', onDefault: '다시 올리기', hashtags: '#라이카 M3' },
      ...{ reserveKrw: '2000000', buyNowKrw: '3000000', capKrw: '9000000' },
    });
    expect(faults).to.deep.equal([]);
    expect(createAuction.body.safeParse(listing).success).to.equal(true);
    expect(listing).to.deep.include({
      ...{ categoryId: 'camera', startKrw: 1_200_000, bidUnitKrw: 10_000, extension: 'auto' },
      ...{ onDefault: 'relist', hashtags: ['라이카', 'm3'], reserveKrw: 2_000_000 },
    });
    expect(read().listing).to.include({ extension: 'none', onDefault: 'second-chance' });
  });

  it('reads a table of steps', () => {
    const { listing } = read({ unit: '0:5,000원 500000 : 10000' });
    expect(listing?.steps).to.deep.equal([
      [0, 5000],
      [500_000, 10_000],
    ]);
    expect(faultIn({ unit: '500000:10000' })).to.contain('unit: 입찰 단위는 0원 구간부터');
    expect(faultIn({ unit: '0:' })).to.contain('unit: ‘0:5000');
    const many = Array.from({ length: 31 }, (_, at) => `${at}:1`).join(' ');
    expect(faultIn({ unit: many })).to.contain('unit: 구간은 30개까지');
  });

  it('reads dates as spreadsheets show them', () => {
    for (const saleDate of ['2026-12-01', '2026. 12. 1.', '2026/12/1', '2026년 12월 1일']) {
      expect(read({ saleDate }).listing?.saleDate, saleDate).to.equal('2026-12-01');
    }
  });

  it('names each fault by its column', () => {
    const wrong: [Partial<BulkCells>, string][] = [
      [{ title: '' }, 'title: 칸이 비어'],
      [{ title: '가'.repeat(81) }, 'title: 80자까지'],
      [{ category: '없는 것' }, 'category: 없는 분류'],
      [{ category: '필름' }, 'category: 이름이 같은'],
      [{ saleDate: '2026-11-28' }, 'saleDate: 오전 9시가 이미'],
      [{ saleDate: '2026-02-30' }, 'saleDate: 달력에 있는'],
      [{ saleDate: '내일' }, 'saleDate: 2026-11-30처럼'],
      [{ startKrw: '만 원' }, 'startKrw: 원 단위 숫자'],
      [{ startKrw: '0' }, 'startKrw: 1원 이상'],
      [{ startKrw: '1000000000001' }, 'startKrw: '],
      [{ unit: '' }, 'unit: 칸이 비어'],
      [{ reserveKrw: '1000' }, 'reserveKrw: 최저 낙찰가는 시작가보다'],
      [{ buyNowKrw: '1000' }, 'buyNowKrw: 즉시 구매가는'],
      [{ capKrw: '1000' }, 'capKrw: 상한가는'],
      [{ extension: '글쎄' }, 'extension: ‘예’ 또는 ‘아니요’'],
      [{ onDefault: '글쎄' }, 'onDefault: ‘차순위 제안’ 또는'],
      [{ hashtags: '좋아요!' }, 'hashtags: 해시태그에는'],
      [{ pictures: Array.from({ length: 11 }, (_, at) => `${at}.jpg`).join() }, 'pictures: 사진은'],
    ];
    for (const [given, says] of wrong) {
      expect(faultIn(given), JSON.stringify(given)).to.contain(says);
      expect(read(given).listing).to.equal(null);
    }
  });

  it('tells all faults of a row at once, one a column', () => {
    expect(
      read({ title: '', startKrw: 'x', unit: 'y' }).faults.map(({ column }) => column),
    ).to.deep.equal(['title', 'startKrw', 'unit']);
  });

  it('tells what is wrong between cells beside one that cannot be read', () => {
    const wrong = read({ saleDate: '내일', reserveKrw: '1000', buyNowKrw: '2000', unit: '5:1' });
    expect(wrong.faults.map(({ column }) => column)).to.have.members([
      ...['saleDate', 'unit', 'reserveKrw', 'buyNowKrw'],
    ]);
    expect(wrong.faults.find(({ column }) => column === 'reserveKrw')?.message).to.contain(
      '최저 낙찰가는 시작가보다',
    );
    // What cannot be read is compared with nothing.
    expect(faultIn({ startKrw: '만 원', reserveKrw: '1000' })).to.equal(
      'startKrw: 원 단위 숫자로 적어 주세요.',
    );
  });

  it('finds a category by its way down the tree', () => {
    expect(read({ category: '카메라 > 필름' }).listing?.categoryId).to.equal('film');
    expect(read({ category: '미술>필름' }).listing?.categoryId).to.equal('art-film');
  });

  it('knows where the server’s fields stand', () => {
    expect(columnOfField('steps.1.0')).to.equal('unit');
    expect(columnOfField('hashtags.2')).to.equal('hashtags');
  });
});
