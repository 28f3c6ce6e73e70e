import { availableParallelism } from 'node:os';
import { findProgram, runProgram } from '../../services/programs.ts';
import { treeOf } from './process-costs.ts';

const WITHIN_MS = 5_000;

/** The server has this core for itself; everything else shares the other. */
export const SERVER_CORE = 0;
export const CLIENT_CORE = 1;

/** Why server and client cannot have cores of their own here, or null when they can. */
export function pinningFault(): string | null {
  if (findProgram('taskset') === null) return 'taskset is not on this machine';
  return availableParallelism() < 2 ? 'this machine has one core only' : null;
}

/** Keeps a process, all below it, their threads and whatever they start from now on, to one core. */
export async function pin(pid: number, core: number): Promise<void> {
  for (const each of treeOf(pid)) {
    const args = ['-a', '-c', '-p', String(core), String(each)];
    await runProgram('taskset', args, { withinMs: WITHIN_MS });
  }
}
