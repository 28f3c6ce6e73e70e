import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { isAlive } from '../entry/file-lock.mjs';
import { askRedis } from './ask-redis.ts';
import { freePort } from './programs.ts';
import { onFreePort, startRedisServer } from './redis-server.ts';
import type { RedisServer } from './redis-server.ts';

const MASTERS = 3;
const SLOTS = 16_384;
const READY_WITHIN_MS = 60_000;
const POLL_MS = 100;

/** A durable cluster of our own: three masters on this machine, each with a third of the slots. */
export interface RedisCluster {
  /** As REDIS_URL names it. */
  url: string;
  masters: ClusterMaster[];
  stop(): Promise<void>;
}

/** One of them. */
export interface ClusterMaster {
  /** This server alone. */
  url: string;
  port: number;
  /** Ends it as a lost machine would, without a word; its disk stays. */
  kill(): Promise<void>;
  /** Stops it, and the function returned lets it go on, without its knowing. */
  freeze(): () => void;
  /** Starts it again where it was; resolves when it serves its slots. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a cluster with its data under `dataDir`, which must not hold an older one's. */
export async function startRedisCluster(dataDir: string): Promise<RedisCluster> {
  const masters: (ClusterMaster & { busPort: number })[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(masters.map((master) => master.stop()));
  };
  try {
    for (let index = 1; index <= MASTERS; index += 1) {
      const name = `redis-master-${index}`;
      masters.push(await onFreePort((port) => startMaster(dataDir, name, port)));
    }
    await formCluster(masters);
    const places = masters.map(({ port }) => `127.0.0.1:${port}`);
    return { url: `redis+cluster://${places.join()}`, masters, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startMaster(dataDir: string, name: string, port: number) {
  const busPort = await freePort();
  const args = [
    ...['--cluster-enabled', 'yes', '--cluster-port', String(busPort)],
    // The auctions of two masters go on without the third.
    ...['--cluster-require-full-coverage', 'no'],
  ];
  const place = { dataDir: join(dataDir, name), logDir: join(dataDir, 'logs'), port, args };
  let server: RedisServer = await startRedisServer(place);
  return {
    url: server.url,
    port,
    busPort,
    kill: async () => {
      process.kill(server.pid, 'SIGKILL');
      await until(() => !isAlive(server.pid), `process ${server.pid} does not end`);
    },
    freeze: () => {
      const { pid } = server;
      process.kill(pid, 'SIGSTOP');
      return () => void process.kill(pid, 'SIGCONT');
    },
    restart: async () => {
      server = await startRedisServer(place);
      await untilReady([server]);
    },
    stop: () => server.stop(),
  };
}

/** Shares out the slots and makes the masters known to each other, as `redis-cli --cluster` does. */
async function formCluster(
  masters: { url: string; port: number; busPort: number }[],
): Promise<void> {
  for (const [index, { url }] of masters.entries()) {
    const first = Math.floor((index * SLOTS) / MASTERS);
    const last = Math.floor(((index + 1) * SLOTS) / MASTERS) - 1;
    await askRedis(url, async (redis) => {
      // Two masters of one epoch would dispute each other's slots.
      await redis.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
      await redis.call('CLUSTER', 'ADDSLOTSRANGE', first, last);
      for (const { port, busPort } of masters.slice(0, index)) {
        await redis.call('CLUSTER', 'MEET', '127.0.0.1', port, busPort);
      }
    });
  }
  await untilReady(masters);
}

async function untilReady(masters: { url: string }[]): Promise<void> {
  for (const { url } of masters) {
    const ready = () => askRedis(url, isReady).catch(() => false);
    await until(ready, `${url} did not become part of its cluster`);
  }
}

async function isReady(redis: Redis): Promise<boolean> {
  const facts = String(await redis.call('CLUSTER', 'INFO'));
  const wanted = ['cluster_state:ok', `cluster_slots_assigned:${SLOTS}`, `cluster_size:${MASTERS}`];
  return wanted.every((fact) => facts.includes(fact));
}

async function until(holds: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  const deadlineMs = Date.now() + READY_WITHIN_MS;
  while (!(await holds())) {
    if (Date.now() > deadlineMs) throw new Error(otherwise);
    await pause(POLL_MS);
  }
}
