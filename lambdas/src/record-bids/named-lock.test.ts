import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { openTestConnections } from '@sagopalgo/core/testing/connections.ts';
import type { TestConnections } from '@sagopalgo/core/testing/connections.ts';
import { withNamedLock } from './named-lock.ts';

const INDEXING_AT_ONCE = 3;

describe('the locks that one process alone holds', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  it('leave places for restoring, however many are indexing and wait to', async () => {
    const { db } = connections;
    const held = Promise.withResolvers<void>();
    let indexing = 0;
    const work = async (): Promise<void> => {
      indexing += 1;
      await held.promise;
    };
    const indexes = Array.from({ length: 2 * INDEXING_AT_ONCE }, () =>
      withNamedLock(db, randomUUID(), work, 'indexing'),
    );
    const restored = await withNamedLock(db, randomUUID(), () => Promise.resolve('restored'));
    expect(restored).to.equal('restored');
    expect(indexing).to.be.at.most(INDEXING_AT_ONCE);
    held.resolve();
    await Promise.all(indexes);
    expect(indexing).to.equal(2 * INDEXING_AT_ONCE);
  });
});
