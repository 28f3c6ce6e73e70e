import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { k6Program } from './k6-program.ts';
import { startLoadedMarketplace } from './k6-marketplace.ts';
import type { LoadedMarketplace } from './k6-marketplace.ts';
import { planBidRush, planDay, planHomePage } from './k6-plans.ts';

const GUARD = fileURLToPath(new URL('../services/guard.ts', import.meta.url));
const SCRIPTS = fileURLToPath(new URL('k6/', import.meta.url));
const RUN_MAX_MS = 120_000;
const THRESHOLD_CROSSED = 99;

const LOADS = {
  bids: { file: 'bid-rush.ts', plan: planBidRush, about: 'bids on one auction, then on fifty' },
  home: { file: 'home-page.ts', plan: planHomePage, about: 'visitors of the home page' },
  day: { file: 'day.ts', plan: planDay, about: 'a day in small: opening, closing and results' },
} as const;
type LoadName = keyof typeof LOADS;

/**
 * Runs one of the k6 loads, or all three in turn, against a marketplace of its own that is gone
 * afterwards; k6 prints its summaries. Throws a sentence when there is no such load, k6 cannot be
 * had, or a threshold was crossed.
 */
export async function runK6(name: string | null, say: (line: string) => void): Promise<void> {
  const names = namesOf(name);
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort(new Error('The load was interrupted.'));
  const events = ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const;
  for (const event of events) process.on(event, interrupt);
  try {
    const program = await k6Program(say);
    say('Starting a marketplace of its own …');
    const marketplace = await startLoadedMarketplace(say, interruption.signal);
    try {
      await runInTurn(names, { program, marketplace, say, interrupted: interruption.signal });
    } finally {
      await marketplace.end();
    }
  } finally {
    for (const event of events) process.off(event, interrupt);
  }
}

interface K6Run {
  program: string;
  marketplace: LoadedMarketplace;
  say: (line: string) => void;
  interrupted: AbortSignal;
}

function namesOf(name: string | null): LoadName[] {
  const names = Object.keys(LOADS) as LoadName[];
  if (name === null) return names;
  const known = names.find((each) => each === name);
  if (known) return [known];
  throw new Error(`There is no k6 load "${name}": npm run load -- k6 [${names.join('|')}]`);
}

async function runInTurn(names: LoadName[], run: K6Run): Promise<void> {
  const crossed: LoadName[] = [];
  for (const name of names) {
    run.say(`\nk6 ${name}: ${LOADS[name].about}; half a minute …`);
    if (!(await staysWithin(name, run))) crossed.push(name);
  }
  if (crossed.length === 0) return;
  throw new Error(`k6 ${crossed.join(', ')}: a threshold was crossed.`);
}

/** Runs k6 on one script; false when a threshold was crossed. */
async function staysWithin(name: LoadName, run: K6Run): Promise<boolean> {
  const { program, marketplace, interrupted } = run;
  const { file, plan } = LOADS[name];
  const planFile = join(marketplace.dataDir, `plan-${name}.json`);
  writeFileSync(planFile, JSON.stringify(await plan(marketplace)), { mode: 0o600 });
  const options = ['--quiet', '--no-usage-report', '--address', '', '--env', `PLAN=${planFile}`];
  const death = new AbortController();
  void marketplace.died.then((sentence) => death.abort(new Error(sentence)));
  const tooLong = AbortSignal.timeout(RUN_MAX_MS);
  const cutShort = AbortSignal.any([interrupted, death.signal, tooLong]);
  const code = await exitOf([program, 'run', ...options, join(SCRIPTS, file)], cutShort);
  cutShort.throwIfAborted();
  if (code === 0 || code === THRESHOLD_CROSSED) return code === 0;
  throw new Error(`k6 ${name} ended with ${code}.`);
}

// Under a guard, so that k6 does not outlive this process, whatever happens to it.
function exitOf(command: string[], cutShort: AbortSignal): Promise<number> {
  cutShort.throwIfAborted();
  const guard = spawn(process.execPath, [GUARD, ...command], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  cutShort.addEventListener('abort', () => guard.kill('SIGTERM'), { once: true });
  return new Promise((resolve, reject) => {
    guard.once('error', reject);
    guard.once('exit', (code) => resolve(code ?? 1));
  });
}
