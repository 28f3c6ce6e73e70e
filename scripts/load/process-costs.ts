import { readFileSync, readdirSync } from 'node:fs';

/** Linux tells times of processes in hundredths of a second, whatever the kernel counts in. */
const TICK_US = 10_000;

/** What a process and its children have cost so far. */
export interface Costs {
  cpuUs: number;
  rssKb: number;
}

/** Adds up what the process and all below it have used. Throws when it has ended. */
export function costsOf(pid: number): Costs {
  const costs = { cpuUs: 0, rssKb: 0 };
  for (const each of treeOf(pid)) {
    costs.cpuUs += cpuUsIn(readFileSync(`/proc/${each}/stat`, 'utf8'));
    costs.rssKb += rssKbIn(readFileSync(`/proc/${each}/status`, 'utf8'));
  }
  return costs;
}

/** The process and all below it. */
export function treeOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(treeOf)];
}

/** User and system time in `/proc/<pid>/stat`. */
export function cpuUsIn(stat: string): number {
  // The program's name stands in brackets and may hold anything; what follows is split by spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_US;
}

/** Resident memory in `/proc/<pid>/status`; 0 for a process that has none left. */
export function rssKbIn(status: string): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
}

// The processes that any thread of this one started.
function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number),
  );
}
