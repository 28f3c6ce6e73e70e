import { chmodSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { findProgram, isRoot, runProgram } from './programs.ts';
import { APT_LOCK, withFileLock } from '../entry/file-lock.mjs';

const POLICY = '/usr/sbin/policy-rc.d';
const POLICY_ASIDE = `${POLICY}.before-sagopalgo`;
const UPDATE_WITHIN_MS = 5 * 60_000;
const INSTALL_WITHIN_MS = 10 * 60_000;
const APT = ['-o', 'DPkg::Lock::Timeout=300', '-qq'];

/** What both servers need; one installation serves both. */
export const SERVER_PACKAGES = ['mariadb-server-core', 'mariadb-client-core', 'redis-server'];

/** True as root on Debian or a child of it. */
export function canInstall(): boolean {
  return isRoot() && existsSync('/etc/debian_version') && findProgram('apt-get') !== null;
}

/**
 * Installs Debian packages without starting the services that come with them. Two commands at once
 * take turns; `isThere` is asked again when it is our turn.
 */
export async function installPackages(
  packages: string[],
  isThere: () => boolean,
  log: (line: string) => void,
): Promise<void> {
  await withFileLock(APT_LOCK, async () => {
    if (isThere()) return;
    log(`Installing ${packages.join(', ')} with apt-get …`);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await runProgram('apt-get', [...APT, 'update'], { withinMs: UPDATE_WITHIN_MS, env });
    await withoutServiceStarts(() =>
      runProgram('apt-get', [...APT, 'install', '-y', '--no-install-recommends', ...packages], {
        withinMs: INSTALL_WITHIN_MS,
        env,
      }),
    );
  });
}

// Debian asks policy-rc.d before a package's script starts its service; 101 forbids it.
async function withoutServiceStarts(work: () => Promise<unknown>): Promise<void> {
  if (existsSync(POLICY_ASIDE)) renameSync(POLICY_ASIDE, POLICY);
  const had = existsSync(POLICY);
  if (had) renameSync(POLICY, POLICY_ASIDE);
  try {
    writeFileSync(POLICY, '#!/bin/sh\nexit 101\n');
    chmodSync(POLICY, 0o755);
    await work();
  } finally {
    if (had) renameSync(POLICY_ASIDE, POLICY);
    else rmSync(POLICY, { force: true });
  }
}
