import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { ROOT } from '../root.ts';
import { INSTALL_SCRIPTS, LICENCE_EXCEPTIONS } from './dependency-policy.ts';
import { dependencyFaults, foreignPackages, hiddenFaults, nameIn } from './dependency-rules.ts';
import type { LockedPackage } from './dependency-rules.ts';

const SBOM_WITHIN_MS = 60_000;
/** The first that makes a bill of materials. */
const NPM_MAJOR_MIN = 10;
const OUTPUT_MAX_BYTES = 32 * 1024 * 1024;

interface Lockfile {
  packages: Record<string, LockedPackage>;
}

describe('what we depend on', () => {
  const { packages } = readJson('package-lock.json') as Lockfile;
  const foreign = foreignPackages(packages);
  const names = new Set(foreign.map(([path]) => nameIn(path)));

  it('comes under a licence that is allowed, as it was published, and runs nothing', () => {
    expect(foreign.length).to.be.greaterThan(300);
    expect(foreign.flatMap((each) => dependencyFaults(...each))).to.deep.equal([]);
  });

  it('says of itself, once it is installed, what the lockfile says', () => {
    const installed = foreign.filter(([path]) => existsSync(join(ROOT, path, 'package.json')));
    expect(installed.length).to.be.greaterThan(200);
    const faults = installed.flatMap(([path, locked]) =>
      hiddenFaults(path, locked, readJson(join(path, 'package.json')) as object),
    );
    expect(faults).to.deep.equal([]);
  });

  it('needs every exception that is made', () => {
    const unused = LICENCE_EXCEPTIONS.filter(
      (exception) => ![...names].some((name) => exception.packages.test(name)),
    );
    expect(unused.map((exception) => String(exception.packages))).to.deep.equal([]);
    const scripted = foreign.filter(([, { hasInstallScript }]) => hasInstallScript);
    const running = [...new Set(scripted.map(([path]) => nameIn(path)))];
    expect(running).to.have.members(Object.keys(INSTALL_SCRIPTS));
    expect(readFileSync(join(ROOT, '.npmrc'), 'utf8')).to.match(/^ignore-scripts=true$/m);
  });

  it('is named exactly by every room', () => {
    const rooms = Object.keys(packages).filter((path) => !path.includes('node_modules/'));
    const wide = rooms.flatMap((room) => {
      const { dependencies = {}, devDependencies = {} } = readJson(
        join(room, 'package.json'),
      ) as Record<string, Record<string, string> | undefined>;
      const asked = Object.entries({ ...dependencies, ...devDependencies });
      return asked.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    });
    expect(wide).to.deep.equal([]);
  });

  if (npmMajor() < NPM_MAJOR_MIN) return;

  it('is listed whole by `npm run sbom`', async function () {
    this.timeout(SBOM_WITHIN_MS);
    const args = ['run', '--silent', 'sbom'];
    const { stdout } = await promisify(execFile)('npm', args, {
      ...{ cwd: ROOT, timeout: SBOM_WITHIN_MS, maxBuffer: OUTPUT_MAX_BYTES },
      shell: process.platform === 'win32',
    });
    const bill = JSON.parse(stdout) as {
      bomFormat: string;
      components: { name: string; licenses?: unknown[] }[];
    };
    expect(bill.bomFormat).to.equal('CycloneDX');
    const listed = new Set(bill.components.map(({ name }) => name));
    expect([...names].filter((name) => !listed.has(name))).to.deep.equal([]);
  });
});

describe('the rules for dependencies', () => {
  const good = { license: 'MIT', integrity: 'sha512-x' };
  const faults = (given: LockedPackage, path = 'node_modules/some') =>
    dependencyFaults(path, { ...good, ...given });

  it('let in what is licensed, whole and quiet', () => {
    expect(faults({})).to.deep.equal([]);
    expect(faults({ license: '(GPL-3.0-only OR MIT)' })).to.deep.equal([]);
    expect(faults({ license: 'MIT AND ISC' })).to.deep.equal([]);
    expect(faults({ license: 'MPL-2.0' }, 'node_modules/axe-core')).to.deep.equal([]);
    expect(faults({ hasInstallScript: true }, 'node_modules/a/node_modules/esbuild')).to.deep.equal(
      [],
    );
  });

  it('turn away another licence, none, and one that only another package may have', () => {
    for (const license of ['GPL-3.0-only', 'MIT AND AGPL-3.0-only', 'UNLICENSED', 'MPL-2.0', '']) {
      expect(faults({ license }), license).to.have.length(1);
    }
    const { license: _, ...silent } = good;
    expect(dependencyFaults('node_modules/some', silent)).to.have.length(1);
    expect(faults({ license: 'GPL-3.0-only' }, 'node_modules/axe-core')).to.have.length(1);
  });

  it('turn away a script at the installation, told or untold, and what could be exchanged', () => {
    expect(faults({ hasInstallScript: true })).to.have.length(1);
    expect(faults({ integrity: 'sha1-x' })).to.have.length(1);
    expect(dependencyFaults('node_modules/some', { license: 'MIT' })).to.have.length(1);
    expect(
      dependencyFaults('node_modules/a/node_modules/b', { license: 'MIT', inBundle: true }),
    ).to.deep.equal([]);
    const scripts = { postinstall: 'node steal.js' };
    expect(hiddenFaults('node_modules/some', good, { license: 'MIT', scripts })).to.have.length(1);
    expect(hiddenFaults('node_modules/some', good, { license: 'GPL-2.0' })).to.have.length(1);
    const told = { ...good, hasInstallScript: true };
    expect(hiddenFaults('node_modules/some', told, { license: 'MIT', scripts })).to.deep.equal([]);
  });
});

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}

function npmMajor(): number {
  const shell = process.platform === 'win32';
  return Number.parseInt(execFileSync('npm', ['--version'], { encoding: 'utf8', shell }), 10);
}
