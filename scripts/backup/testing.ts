import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { placeBid } from '@sagopalgo/core/redis/commands.ts';
import { ROOT } from '../root.ts';
import type { KillSystem } from '../walk/kill-system.ts';

/** What a command came to. */
export interface Ended {
  code: number | null;
  said: string;
}

/** A command that runs. */
export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** The environment that names a system's stores. */
export function storesOf({ mysqlUrl, store }: KillSystem): Record<string, string> {
  return { MYSQL_URL: mysqlUrl, REDIS_URL: store.url };
}

/** Starts `npm run <name> -- <args>` on a system, as npm would. */
export function begin(system: KillSystem, name: string, ...args: string[]): Running {
  return started(system, [process.execPath, join(ROOT, `scripts/${name}.ts`), ...args]);
}

/** Runs it to its end. */
export async function run(system: KillSystem, name: string, ...args: string[]): Promise<Ended> {
  return await begin(system, name, ...args).ended;
}

/** The same where no file may grow beyond so many blocks of 512 bytes. */
export async function runCramped(
  system: KillSystem,
  blocks: number,
  ...[name, ...args]: [string, ...string[]]
): Promise<Ended> {
  const command = [process.execPath, join(ROOT, `scripts/${name}.ts`), ...args];
  const shell = ['sh', '-c', `ulimit -f ${blocks} && exec "$@"`, 'sh', ...command];
  return await started(system, shell as [string, ...string[]]).ended;
}

/** Has two people bid in turn. */
export async function placeBids(
  { redis }: KillSystem,
  auctionId: string,
  amountsKrw: readonly number[],
): Promise<void> {
  for (const [index, amountKrw] of amountsKrw.entries()) {
    const bid = { bidId: randomUUID(), bidderId: `bidder-${index % 2}`, kind: 'exact' as const };
    await placeBid(redis, { auctionId, ...bid, amountKrw, confirmed: true });
  }
}

function started(system: KillSystem, [program, ...args]: [string, ...string[]]): Running {
  const env = { ...process.env, ...storesOf(system) };
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  return {
    child,
    ended: (async () => ({ said: (await said).join(''), code: await ended }))(),
  };
}
