import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withFileLock } from '../entry/file-lock.mjs';
import { DATA_ROOT } from '../root.ts';
import { findProgram, runProgram } from '../services/programs.ts';

const TOOLS = join(DATA_ROOT, 'tools');
const MODULE = 'go.k6.io/k6@latest';
const BUILD_WITHIN_MS = 10 * 60_000;
const TELL_VERSION_WITHIN_MS = 10_000;
/** The first that runs TypeScript without being asked to. */
const MAJOR_MIN = 1;
const ADVICE =
  'install it so that it is on PATH (macOS: brew install k6), ' +
  'or install Go and run this again, which then builds k6 into .data/tools (about 2 minutes).';

/** What is looked for and run on this machine. */
export interface K6Machine {
  find: (name: string) => string | null;
  run: typeof runProgram;
  /** Where a k6 that was built stays. */
  toolsDir: string;
}

const THIS_MACHINE: K6Machine = { find: findProgram, run: runProgram, toolsDir: TOOLS };

/**
 * The path of a k6 that runs TypeScript: the one on PATH, or the project's own, which is built when Go
 * is there. Throws a sentence for the person when none can be had.
 */
export async function k6Program(
  say: (line: string) => void,
  machine: K6Machine = THIS_MACHINE,
): Promise<string> {
  const own = join(machine.toolsDir, 'k6');
  const found = machine.find('k6') ?? (await versionOf(own, machine).then(() => own, noProgram));
  if (found === null) return await buildK6(own, say, machine);
  const version = await versionOf(found, machine);
  if (Number.parseInt(version, 10) >= MAJOR_MIN) return found;
  throw new Error(`${found} is k6 ${version}, but ${MAJOR_MIN}.0 or newer is needed: ${ADVICE}`);
}

function noProgram(): null {
  return null;
}

async function versionOf(command: string, { run }: K6Machine): Promise<string> {
  const told = await run(command, ['version'], { withinMs: TELL_VERSION_WITHIN_MS });
  return /\bv(\d+\.\d+\.\d+)/.exec(told)?.[1] ?? '0';
}

async function buildK6(
  own: string,
  say: (line: string) => void,
  { find, run, toolsDir }: K6Machine,
): Promise<string> {
  const go = find('go');
  if (go === null) throw new Error(`k6 is not on this machine: ${ADVICE}`);
  mkdirSync(toolsDir, { recursive: true });
  say('k6 is not on this machine; building it with Go, which takes about 2 minutes …');
  const build = { env: { GOBIN: toolsDir }, withinMs: BUILD_WITHIN_MS };
  try {
    await withFileLock(`${own}.lock`, () => run(go, ['install', MODULE], build));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`k6 could not be built (${reason}): ${ADVICE}`, { cause: error });
  }
  return own;
}
