import { expect } from 'chai';
import { readChosen } from './chosen-table.ts';

describe('choosing a table', () => {
  it('does not take a file into memory that is too large', async () => {
    let isRead = false;
    const file = Object.assign(new File([], '물건.csv'), {
      arrayBuffer: () => {
        isRead = true;
        return Promise.resolve(new ArrayBuffer(0));
      },
    });
    Object.defineProperty(file, 'size', { value: 3 * 1024 * 1024 });
    expect((await readChosen(file)).fault).to.contain('2MB까지');
    expect(isRead).to.equal(false);
  });

  it('says that a file cannot be read', async () => {
    const gone = Object.assign(new File([], '물건.csv'), {
      arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')),
    });
    expect((await readChosen(gone)).fault).to.contain('읽지 못했어요');
  });
});
