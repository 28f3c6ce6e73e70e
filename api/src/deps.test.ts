import { expect } from 'chai';
import { mastersOf } from '@sagopalgo/core/redis/masters.ts';
import { startApi } from './testing/api-under-test.ts';
import type { ApiUnderTest } from './testing/api-under-test.ts';

describe('what the api is built on', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startApi();
  });
  after(() => api.end());

  it('has what is asked of Redis in one turn leave together', async () => {
    const { redis } = api.deps;
    const held = () => mastersOf(redis).reduce((sum, each) => sum + each.stream.writableCorked, 0);
    const asked = [redis.get('gathered'), redis.get('gathered')];
    expect(held()).to.equal(1);
    expect(await Promise.all(asked)).to.deep.equal([null, null]);
  });
});
