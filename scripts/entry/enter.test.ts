import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { expect } from 'chai';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { ROOT } from '../root.ts';

const RUNTIME_PACKAGE = `node-${process.platform}-${process.arch}`;

/** Stands in for npm: notes that it was called, and installs a runtime that is this very one. */
const FAKE_NPM = `#!/bin/sh
echo called >> npm-calls
[ -e npm-fails ] && { echo 'npm error the registry is away' >&2; exit 1; }
rm -rf node_modules
sleep 0.3
mkdir -p node_modules/${RUNTIME_PACKAGE}/bin node_modules/node
ln -s '${process.execPath}' node_modules/${RUNTIME_PACKAGE}/bin/node
`;

describe('the entry script', function () {
  let clone: string;

  before(function () {
    // The package for Apple's processors has another name, and Windows has no such shell.
    if (process.platform !== 'linux') this.skip();
  });
  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), 'sagopalgo-entry-'));
    mkdirSync(join(clone, 'scripts'));
    mkdirSync(join(clone, 'bin'));
    cpSync(join(ROOT, 'scripts/enter.mjs'), join(clone, 'scripts/enter.mjs'));
    cpSync(join(ROOT, 'scripts/entry'), join(clone, 'scripts/entry'), { recursive: true });
    writeFileSync(join(clone, 'package-lock.json'), '{}');
    writeFileSync(join(clone, 'bin/npm'), FAKE_NPM);
    chmodSync(join(clone, 'bin/npm'), 0o755);
    command('greet', "console.log('hello', ...process.argv.slice(2)); process.exitCode = 7;");
  });
  afterEach(() => {
    if (clone) rmSync(clone, { recursive: true, force: true });
  });

  const command = (name: string, code: string): void => {
    writeFileSync(join(clone, `scripts/${name}.ts`), code);
  };
  const npmCalls = (): number => {
    const calls = join(clone, 'npm-calls');
    return existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n').length : 0;
  };
  const begin = (...args: string[]) => {
    const path = `${join(clone, 'bin')}${delimiter}${process.env['PATH']}`;
    // As if by hand: under npm the entry script also watches the shell that npm puts in between.
    const env = { ...process.env, PATH: path, npm_lifecycle_event: '' };
    const script = join(clone, 'scripts/enter.mjs');
    const child = spawn(process.execPath, [script, ...args], { env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
      child.once('close', (code) => resolve({ code, output }));
    });
    return { child, ended, output: () => output };
  };
  const enter = (...args: string[]) => begin(...args).ended;

  it('installs, runs the command with its arguments and passes its exit code on', async () => {
    const { code, output } = await enter('greet', '--loud', 'all');
    expect(output).to.include('hello --loud all');
    expect(code).to.equal(7);
    expect(existsSync(join(clone, 'node_modules/node/bin/node'))).to.equal(true);
  });

  it('installs once for two commands at once, and not again while nothing has changed', async () => {
    await Promise.all([enter('greet'), enter('greet')]);
    await enter('greet');
    expect(npmCalls()).to.equal(1);
  });

  it('installs again when the lockfile has changed or the installation is gone', async () => {
    await enter('greet');
    writeFileSync(join(clone, 'package-lock.json'), '{"changed":true}');
    await enter('greet');
    expect(npmCalls()).to.equal(2);
    rmSync(join(clone, 'node_modules'), { recursive: true });
    await enter('greet');
    expect(npmCalls()).to.equal(3);
  });

  it('installs again after an installation that was cut off', async () => {
    mkdirSync(join(clone, `node_modules/${RUNTIME_PACKAGE}/bin`), { recursive: true });
    symlinkSync(process.execPath, join(clone, `node_modules/${RUNTIME_PACKAGE}/bin/node`));
    await enter('greet');
    expect(npmCalls()).to.equal(1);
  });

  it('takes the lock of a dead command', async () => {
    const gone = spawn(process.execPath, ['--version']);
    await new Promise((resolve) => gone.once('exit', resolve));
    mkdirSync(join(clone, '.data/locks'), { recursive: true });
    const holder = JSON.stringify({ pid: gone.pid, host: hostname() });
    writeFileSync(join(clone, '.data/locks/install'), holder);
    const { output } = await enter('greet');
    expect(output).to.include('hello');
    expect(existsSync(join(clone, '.data/locks/install'))).to.equal(false);
  });

  it('says in a sentence that npm failed, and with what words', async () => {
    writeFileSync(join(clone, 'npm-fails'), '');
    const { code, output } = await enter('greet');
    expect(code).to.equal(1);
    expect(output).to.include('npm ci failed').and.to.include('the registry is away');
    expect(output).not.to.include('    at ');
  });

  it('says that there is no such command', async () => {
    const { code, output } = await enter('../greet');
    expect(code).to.equal(1);
    expect(output).to.include('no command');
  });

  it('passes a signal on and waits for the command to end in order', async () => {
    command(
      'wait',
      "process.on('SIGINT', () => { console.log('ending'); process.exit(3); });" +
        "setInterval(() => {}, 1000); console.log('waiting');",
    );
    const { child, ended, output } = begin('wait');
    await eventually(async () => output().includes('waiting'));
    child.kill('SIGINT');
    expect(await ended).to.deep.include({ code: 3 });
    expect(output()).to.include('ending');
  });

  it('is missed by its command when it is killed', async () => {
    command(
      'wait',
      "process.on('disconnect', () => { require('node:fs').writeFileSync('missed', ''); process.exit(); });" +
        "setInterval(() => {}, 1000); console.log('waiting');",
    );
    const { child, output } = begin('wait');
    await eventually(async () => output().includes('waiting'));
    child.kill('SIGKILL');
    await eventually(async () => existsSync(join(clone, 'missed')));
  });
});
