import { availableParallelism, constants, setPriority } from 'node:os';
import process from 'node:process';
import { findProgram, runProgram } from '../../services/programs.ts';
import { treeOf } from '../process-costs.ts';

const WITHIN_MS = 5_000;

/** The server has this core for itself; everything else shares the other. */
export const SERVER_CORE = 0;
export const CLIENT_CORE = 1;

/** Why server and client cannot have cores of their own here, or null when they can. */
export function pinningFault(): string | null {
  if (findProgram('taskset') === null) return 'taskset is not on this machine';
  return availableParallelism() < 2 ? 'this machine has one core only' : null;
}

/**
 * Lets this process, and whatever it starts from now on, go before everybody else on the machine, so
 * that a neighbour's work is not taken for a server's. False where only root may.
 */
export function goFirst(): boolean {
  try {
    setPriority(process.pid, constants.priority.PRIORITY_HIGHEST);
    return true;
  } catch {
    return false;
  }
}

/** Keeps a process, all below it, their threads and whatever they start from now on, to one core. */
export async function pin(pid: number, core: number): Promise<void> {
  for (const each of treeOf(pid)) {
    const args = ['-a', '-c', '-p', String(core), String(each)];
    await runProgram('taskset', args, { withinMs: WITHIN_MS });
  }
}
