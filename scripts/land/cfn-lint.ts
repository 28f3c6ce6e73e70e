import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { DATA_ROOT } from '../root.ts';
import { canInstall, installPackages } from '../services/apt.ts';
import { findProgram, runProgram } from '../services/programs.ts';

const REQUIREMENTS = fileURLToPath(new URL('cfn-lint-requirements.txt', import.meta.url));
const INSTALL_WITHIN_MS = 3 * 60_000;
const LINT_WITHIN_MS = 2 * 60_000;
const REGION = 'ap-northeast-2';
/** W3010: the zones are named on purpose. W3005: CDK writes dependencies down twice. */
const IGNORED = ['W3010', 'W3005'];
/** The program, told on the command line where its libraries are, as Python knows no other way in one line. */
const MAIN = 'import sys; from cfnlint.runner import main; sys.exit(main())';

/** Why no cfn-lint can be had here; null where one can. */
export const NO_CFN_LINT =
  hasPip() || canInstall() ? null : 'Python 3 with pip is not there, nor may it be installed';

/** Looks at CloudFormation templates with cfn-lint; throws what it finds, warnings as well. */
export async function lintTemplates(paths: readonly string[]): Promise<void> {
  const folder = await installed();
  const ignored = ['--ignore-checks', ...IGNORED, '--regions', REGION];
  await runProgram('python3', ['-c', MAIN, ...ignored, '--template', ...paths], {
    withinMs: LINT_WITHIN_MS,
    env: { PYTHONPATH: folder },
  });
}

// From PyPI into a folder of the clone's own, which is there as a whole or not at all.
async function installed(): Promise<string> {
  const [version = ''] = /^cfn-lint==\S+/m.exec(readFileSync(REQUIREMENTS, 'utf8')) ?? [];
  const folder = join(DATA_ROOT, version.replace('==', '-'));
  if (existsSync(folder)) return folder;
  if (!hasPip()) {
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    await installPackages(['python3', 'python3-pip'], hasPip, say);
  }
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  const quiet = ['--quiet', '--disable-pip-version-check', '--root-user-action=ignore'];
  const what = ['--no-deps', '--only-binary', ':all:', '--target', making, '-r', REQUIREMENTS];
  await runProgram('python3', ['-m', 'pip', 'install', ...quiet, ...what], {
    withinMs: INSTALL_WITHIN_MS,
  });
  if (existsSync(folder)) rmSync(making, { recursive: true });
  else renameSync(making, folder);
  return folder;
}

function hasPip(): boolean {
  return findProgram('python3') !== null && findProgram('pip3') !== null;
}
