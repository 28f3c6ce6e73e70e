import { connectRedis, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import { removeDockerData } from '../../services/docker.ts';
import { provideRedis } from '../../services/redis.ts';
import { newRunFolder } from '../run-folder.ts';
import type { LoadPlace } from './peers.ts';

/** Starts a durable Redis of its own, whatever REDIS_URL names; `end` takes all away again. */
export async function startLoadRedis(
  say: (line: string) => void,
): Promise<{ place: LoadPlace; end: () => Promise<void> }> {
  const { dataDir, remove } = newRunFolder();
  const endings: (() => Promise<void> | void)[] = [remove];
  const end = async (): Promise<void> => {
    for (const step of endings.splice(0).toReversed()) await step();
  };
  try {
    const store = await provideRedis({ dataDir, log: say, env: {} });
    endings.push(() => store.stop());
    if (store.source === 'docker') endings.splice(1, 0, () => removeDockerData(dataDir));
    const redis = connectRedis(store.url);
    redis.on('error', () => undefined);
    await whenConnected(redis);
    endings.push(() => redis.disconnect());
    return { place: { dataDir, redisUrl: store.url, redis, say }, end };
  } catch (error) {
    await end();
    throw error;
  }
}
