import type { Redis } from 'ioredis';
import { askRedis } from '../services/ask-redis.ts';
import type { ClusterMaster } from '../services/redis-cluster.ts';

const KEYS_AT_ONCE = 100;
const ROUNDS_MAX = 100;
const MOVE_WITHIN_MS = 5_000;

/** Moves one slot with all its keys from one master to another while both go on, key by key. */
export async function moveSlot(
  from: ClusterMaster,
  to: ClusterMaster,
  slot: number,
): Promise<void> {
  await askRedis(from.url, (source) =>
    askRedis(to.url, async (target) => {
      const [fromId, toId] = await Promise.all([
        source.call('CLUSTER', 'MYID'),
        target.call('CLUSTER', 'MYID'),
      ]);
      await target.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', String(fromId));
      await source.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', String(toId));
      await migrate(source, to.port, slot);
      for (const master of [target, source]) {
        await master.call('CLUSTER', 'SETSLOT', slot, 'NODE', String(toId));
      }
    }),
  );
}

// Until the first key has gone, a bid may leave one more behind.
async function migrate(source: Redis, port: number, slot: number): Promise<void> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const keys = (await source.call('CLUSTER', 'GETKEYSINSLOT', slot, KEYS_AT_ONCE)) as string[];
    if (keys.length === 0) return;
    for (const key of keys) await source.migrate('127.0.0.1', port, key, 0, MOVE_WITHIN_MS);
  }
  throw new Error(`slot ${slot} is filled faster than it can be emptied`);
}
