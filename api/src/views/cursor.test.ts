import { expect } from 'chai';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { cutPage, readCursor, writeCursor } from './cursor.ts';

describe('a cursor', () => {
  const place = { key: 1_700_000_000_000, id: 'abc' };

  it('leads back to its place in its list', () => {
    expect(readCursor('list', writeCursor('list', place))).to.deep.equal(place);
    expect(readCursor('list', undefined)).to.equal(null);
  });

  it('is refused where it was not made', () => {
    const strange = ['', 'x', '한글', 'e30', Buffer.from('["list",1.5,"a"]').toString('base64url')];
    for (const cursor of [...strange, writeCursor('other', place)]) {
      expect(() => readCursor('list', cursor), cursor)
        .to.throw(RefusalError)
        .with.deep.nested.property('detail.fields[0].path', 'cursor');
    }
  });

  it('is null at the end of a list', () => {
    const rows = [
      { key: 1, id: 'a' },
      { key: 2, id: 'b' },
    ];
    expect(cutPage('list', rows, 2, (row) => row)).to.deep.equal({ rows, nextCursor: null });
    expect(cutPage('list', [], 2, (row: typeof place) => row).nextCursor).to.equal(null);
    const { rows: page, nextCursor } = cutPage('list', rows, 1, (row) => row);
    expect(page).to.deep.equal([rows[0]]);
    expect(readCursor('list', nextCursor ?? '')).to.deep.equal(rows[0]);
  });
});
