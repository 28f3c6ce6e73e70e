import { join } from 'node:path';
import process from 'node:process';
import type { Writable } from 'node:stream';
import { ROOT } from '../root.ts';
import { oneTest, total } from './counts.ts';
import type { Counts } from './counts.ts';
import { runStep } from './step.ts';

/** Beside what they leave the processors to, they take several times what they need. */
const WITHIN_MS = 20 * 60_000;

const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const OXLINT = join(ROOT, 'node_modules/oxlint/bin/oxlint');
const PRETTIER = join(ROOT, 'node_modules/prettier/bin/prettier.cjs');

const CHECKS: { name: string; args: string[] }[] = [
  { name: 'types of the servers', args: [TSC, '--noEmit'] },
  { name: 'types of the page', args: [TSC, '--noEmit', '-p', 'web'] },
  { name: 'types of the land', args: [TSC, '--noEmit', '-p', 'infra'] },
  { name: 'lint', args: [OXLINT, '--type-aware', '--deny-warnings'] },
  { name: 'format', args: [PRETTIER, '--check', '--log-level', 'warn', '.'] },
];

/**
 * Type check, lint and format; each counts as one test. With an `output` of their own they run beside something
 * else, and leave the processors to it.
 */
export async function runStaticChecks(
  interrupted: AbortSignal,
  output?: Writable,
): Promise<Counts> {
  const counts: Counts[] = [];
  for (const { name, args } of CHECKS) {
    const beside = output ? { output, yields: true } : {};
    const good = await runStep({ args, withinMs: WITHIN_MS, interrupted, ...beside });
    (output ?? process.stdout).write(`${good ? '✔' : '✖'} ${name}\n`);
    counts.push(oneTest(name, good));
  }
  return total(counts);
}
