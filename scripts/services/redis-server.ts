import { mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DURABLE_SETTINGS } from '@sagopalgo/core/redis/settings.ts';
import { answersRedis, assertNewEnough } from './ask-redis.ts';
import { startOwnServer } from './own-server.ts';
import type { OwnServer } from './own-server.ts';
import { findProgram, freePort, runProgram } from './programs.ts';

/** An open auction fits into 4 KB and 300 bytes a bid only with small pieces and packed hashes. */
const PACKED = { 'stream-node-max-bytes': '2048', 'hash-max-listpack-value': '512' };
/** As much as in docker-compose.yml: a full one refuses bids, before its machine has nothing left. */
export const MEMORY_MAX = '900mb';
const UP_WITHIN_MS = 30_000;
const TELL_VERSION_WITHIN_MS = 10_000;
const PORT_TRIES = 3;

/** A durable Redis of our own, on this machine. */
export interface RedisServer extends OwnServer {
  url: string;
  port: number;
  pid: number;
}

/** The server's program on this machine, or null. */
export function redisProgram(): string | null {
  return findProgram('redis-server', 'valkey-server');
}

/** Calls `start` with a free port, and with others when that one was taken meanwhile. */
export async function onFreePort<Started>(
  start: (port: number) => Promise<Started>,
): Promise<Started> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await freePort());
    } catch (error) {
      if (attempt === PORT_TRIES) throw error;
    }
  }
}

/**
 * Starts a durable server with its data in `dataDir`, `args` added to its own, and waits until it
 * answers. Throws a sentence when there is no program for it or an old one.
 */
export async function startRedisServer({
  dataDir,
  logDir,
  port,
  args = [],
}: {
  dataDir: string;
  logDir: string;
  port: number;
  args?: string[];
}): Promise<RedisServer> {
  const command = await newEnoughProgram();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  mkdirSync(logDir, { recursive: true });
  const pidFile = join(dataDir, 'server.pid');
  const url = `redis://127.0.0.1:${port}`;
  const server = await startOwnServer({
    name: 'Redis',
    command,
    args: [...serverArgs(dataDir, pidFile, port), ...args],
    dataDir,
    logFile: join(logDir, `${basename(dataDir)}.log`),
    pidFile,
    isUp: () => answersRedis(url),
    withinMs: UP_WITHIN_MS,
  });
  return { ...server, url, port, pid: Number.parseInt(readFileSync(pidFile, 'utf8'), 10) };
}

async function newEnoughProgram(): Promise<string> {
  const command = redisProgram();
  if (command === null) throw new Error('redis-server is not on this machine');
  const told = await runProgram(command, ['--version'], { withinMs: TELL_VERSION_WITHIN_MS });
  assertNewEnough(command, /\bv=(\S+)/.exec(told)?.[1] ?? null);
  return command;
}

function serverArgs(dataDir: string, pidFile: string, port: number): string[] {
  const durable = Object.entries(DURABLE_SETTINGS).flatMap(([name, value]) => [`--${name}`, value]);
  const place = ['--dir', dataDir, '--pidfile', pidFile, '--port', String(port)];
  const packed = Object.entries(PACKED).flatMap(([name, value]) => [`--${name}`, value]);
  const way = ['--bind', '127.0.0.1', '--save', '', '--daemonize', 'no'];
  return [...place, ...way, '--maxmemory', MEMORY_MAX, ...durable, ...packed];
}
