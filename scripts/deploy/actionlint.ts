import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withFileLock } from '../entry/file-lock.mjs';
import { DATA_ROOT } from '../root.ts';
import { findProgram, runProgram } from '../services/programs.ts';

const VERSION = '1.7.12';
const MODULE = `github.com/rhysd/actionlint/cmd/actionlint@v${VERSION}`;
const TOOLS = join(DATA_ROOT, 'tools', `actionlint-${VERSION}`);
const BUILD_WITHIN_MS = 10 * 60_000;

/** Whether Go is here, without which there is no actionlint. */
export function canBuildActionlint(): boolean {
  return findProgram('go') !== null;
}

/** The project's own actionlint, built with Go the first time, which takes a minute. */
export async function actionlintProgram(): Promise<string> {
  const program = join(TOOLS, 'actionlint');
  const go = findProgram('go');
  if (go === null) throw new Error('actionlint needs Go, which is not here');
  mkdirSync(TOOLS, { recursive: true });
  await withFileLock(`${program}.lock`, async () => {
    if (existsSync(program)) return;
    const build = { env: { GOBIN: TOOLS }, withinMs: BUILD_WITHIN_MS };
    await runProgram(go, ['install', MODULE], build);
  });
  return program;
}
