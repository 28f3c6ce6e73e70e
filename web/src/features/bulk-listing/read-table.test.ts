import { expect } from 'chai';
import { templateCsv } from './bulk-files.ts';
import { BULK_ROWS_MAX, readTable } from './read-table.ts';

const HEAD = '제목,설명,분류,경매하는 날,시작가,입찰 단위,사진';
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const row = (title: string): string => `${title},잘 가요,카메라,2026-12-01,10000,500,a.jpg`;

describe('reading a table', () => {
  it('takes rows by their columns’ names, with the numbers that a spreadsheet shows', () => {
    const { rows } = readTable(
      utf8(`\uFEFF${HEAD}\r\n${row('하나')}\r\n,,,,,,\r\n${row('둘')}\r\n`),
    );
    expect(rows?.map(({ number }) => number)).to.deep.equal([2, 4]);
    expect(rows?.[1]?.cells).to.include({ title: '둘', startKrw: '10000', capKrw: '' });
  });

  it('reads cells with commas, quotes and line breaks in them', () => {
    const said = '"말하길 ""좋아요"", 그리고\n끝"';
    const { rows } = readTable(utf8(`${HEAD}\n${row(said)}`));
    expect(rows?.[0]?.cells.title).to.equal('말하길 "좋아요", 그리고\n끝');
  });

  it('reads what Korean Excel writes without saying in which encoding', () => {
    // 제목,설명,분류,경매하는 날,시작가,입찰 단위 and 시계,... as Windows-949.
    const bytes = Buffer.from(
      'c1a6b8f12cbcb3b8ed2cbad0b7f92cb0e6b8c5c7cfb4c220b3af2cbdc3c0dbb0a12cc0d4c2fb20b4dcc0a70a' +
        'bdc3b0e82cb1d72cbdc3b0e82c323032362d31322d30312c312c31',
      'hex',
    );
    const { rows, fault } = readTable(bytes);
    expect(fault).to.equal(undefined);
    expect(rows?.[0]?.cells).to.include({ title: '시계', category: '시계' });
  });

  it('reads UTF-16 and tabs, as Excel writes “유니코드 텍스트”', () => {
    const text = `${HEAD}\n${row('탭')}`.replaceAll(',', '\t');
    const bytes = new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));
    expect(readTable(bytes).rows?.[0]?.cells.title).to.equal('탭');
  });

  it('reads UTF-16 with the larger byte first', () => {
    const bytes = Buffer.from(`\uFEFF${HEAD}\n${row('큰 끝')}`, 'utf16le').swap16();
    expect(readTable(new Uint8Array(bytes)).rows?.[0]?.cells.title).to.equal('큰 끝');
  });

  it('takes a first line that tells Excel what parts cells, and counts as Excel does', () => {
    for (const [said, parts] of [
      ['sep=,', ','],
      ['"SEP=;"', ';'],
      ['sep=|', '|'],
    ] as const) {
      const text = `${HEAD}\r\n${row('하나')}\r\n`.replaceAll(',', parts);
      const { rows, fault } = readTable(utf8(`\uFEFF${said}\r\n${text}`));
      expect(fault, said).to.equal(undefined);
      expect(rows?.[0], said).to.include({ number: 2 });
      expect(rows?.[0]?.cells, said).to.include({ title: '하나', startKrw: '10000' });
    }
  });

  it('says which needed columns are missing, and which ones it does not know', () => {
    expect(readTable(utf8('제목,설명\n가,나')).fault).to.contain('분류, 경매하는 날, 시작가');
    const { unknownColumns } = readTable(utf8(`${HEAD},메모\n${row('가')},비밀`));
    expect(unknownColumns).to.deep.equal(['메모']);
  });

  it('refuses tables without rows, of too many, and too large ones', () => {
    expect(readTable(utf8(HEAD)).fault).to.contain('물건이 없어요');
    const many = Array.from({ length: BULK_ROWS_MAX + 1 }, () => row('가')).join('\n');
    expect(readTable(utf8(`${HEAD}\n${many}`)).fault).to.contain('100줄까지');
    expect(readTable(new Uint8Array(2 * 1024 * 1024 + 1)).fault).to.contain('2MB까지');
  });

  it('finds fault with a row that has more cells than there are columns, instead of misreading it', () => {
    const grouped = row('가').replace('10000', '1,200,000');
    const { rows } = readTable(utf8(`${HEAD}\n${grouped}\n${row('나')},,`));
    expect(rows?.[0]?.fault).to.contain('열보다 칸이 많아요');
    expect(rows?.[1]?.fault).to.equal(null);
    const unnamed = readTable(utf8(`${HEAD},,\n${grouped}`));
    expect(unnamed.rows?.[0]?.fault).to.contain('열보다 칸이 많아요');
  });

  it('says in which line a quote does not end, instead of reading on in one cell', () => {
    const open = readTable(utf8(`${HEAD}\n${row('가')}\n${row('"나')}\n${row('다')}`));
    expect(open.fault).to.contain('3번째 줄의 따옴표');
    expect(readTable(utf8(`${HEAD}\n${row('"가"나')}`)).fault).to.contain('2번째 줄의 따옴표');
  });

  it('takes no table with two columns of one name', () => {
    const twice = readTable(utf8(`${HEAD},시작 가\n${row('가')},20000`));
    expect(twice.fault).to.equal('‘시작가’ 열이 두 번 있어요. 하나만 남겨 주세요.');
  });

  it('reads its own template', () => {
    const { rows, unknownColumns } = readTable(utf8(templateCsv('2026-12-01')));
    expect(unknownColumns).to.deep.equal([]);
    expect(rows?.[0]?.cells).to.include({
      saleDate: '2026-12-01',
      hashtags: '#필름카메라 #라이카',
    });
  });
});
