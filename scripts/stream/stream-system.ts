import { connectRedis } from '@sagopalgo/core/redis/connect.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { beginLoading, endLoading } from '@sagopalgo/core/redis/loaded-marks.ts';
import { testUrls } from '@sagopalgo/core/testing/connections.ts';
import { SseProcesses } from './sse-processes.ts';
import type { SseProcess } from './sse-processes.ts';

/** Two sse-servers as real processes, and a connection on which tests act as the judge. */
export interface StreamSystem {
  one: SseProcess;
  other: SseProcess;
  processes: SseProcesses;
  judge: AuctionRedis;
}

const ENV = { HEARTBEAT_MS: '200', GOODBYES_MS: '500' };

let started: Promise<StreamSystem> | null = null;

/** The system that all tests of the stream share; it stops when the last test of the run is over. */
export function streamSystem(): Promise<StreamSystem> {
  started ??= start();
  return started;
}

after(async function stopSystem() {
  this.timeout(60_000);
  const system = await started?.catch(() => null);
  started = null;
  system?.judge.disconnect();
  await system?.processes.end();
});

async function start(): Promise<StreamSystem> {
  const { redisUrl } = testUrls();
  const judge = connectRedis(redisUrl);
  await judge.connect();
  await beginLoading(judge, 'stream');
  await endLoading(judge, 'stream');
  const processes = new SseProcesses(redisUrl, ENV);
  try {
    const [one, other] = await Promise.all([processes.start(), processes.start()]);
    return { one, other, processes, judge };
  } catch (error) {
    judge.disconnect();
    await processes.end();
    throw error;
  }
}
