const PROCESSES_MAX = 64;

/** How many processes the variable `name` asks for, one unless told. Throws a sentence when it is no such number. */
export function wantedProcesses(name: string, given: string | undefined): number {
  const count = Number(given || '1');
  if (Number.isInteger(count) && count >= 1 && count <= PROCESSES_MAX) return count;
  throw new Error(`${name} must be a number from 1 to ${PROCESSES_MAX}, not "${given}".`);
}
