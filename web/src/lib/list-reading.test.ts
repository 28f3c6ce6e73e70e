import { expect } from 'chai';
import { firstReading, nextReading } from './list-reading.ts';
import type { PagedRead } from './list-reading.ts';

describe('when a list was read', () => {
  const read = (dataUpdatedAt: number, isFetchingNextPage = false): PagedRead => ({
    ...{ dataUpdatedAt, isFetchingNextPage },
  });
  const readAtMs = (first: PagedRead, ...then: PagedRead[]): number =>
    then.reduce(nextReading, firstReading(first)).readAtMs;

  it('is the moment of its first page, however many more are read', () => {
    expect(readAtMs(read(0), read(100), read(100, true), read(900))).to.equal(100);
    const pages = [read(100, true), read(500), read(500, true), read(900)];
    expect(readAtMs(read(100), ...pages)).to.equal(100);
  });

  it('is the moment at which it was read anew', () => {
    expect(readAtMs(read(100), read(100, true), read(500), read(900))).to.equal(900);
  });

  it('stays when one more page could not be read', () => {
    expect(readAtMs(read(100), read(100, true), read(100), read(900))).to.equal(900);
    expect(readAtMs(read(100), read(100, true), read(100))).to.equal(100);
  });
});
