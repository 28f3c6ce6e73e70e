import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { expect } from 'chai';
import { testUrls } from '../testing/connections.ts';

/** Is disconnected as soon as it asks a cluster which master has which slots, or at once where there is only one. */
const DISCONNECTS_AMID_ITS_ASKING = `
  import { connectRedis, whenConnected } from '${new URL('connect.ts', import.meta.url).href}';
  const redis = connectRedis(process.env.REDIS_URL);
  const ask = redis.refreshSlotsCache?.bind(redis);
  await whenConnected(redis);
  if (ask === undefined) redis.disconnect();
  redis.refreshSlotsCache = (...told) => {
    redis.refreshSlotsCache = ask;
    ask(...told);
    redis.disconnect();
  };
`;

describe('a connection to Redis', () => {
  it('keeps no process from ending, disconnected amid what it asks by itself', async () => {
    const child = spawn(
      process.execPath,
      ['--input-type=module', '--eval', DISCONNECTS_AMID_ITS_ASKING],
      { env: { REDIS_URL: testUrls().redisUrl }, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    try {
      expect(await once(child, 'exit')).to.deep.equal([0, null]);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
