import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runProgram } from '../services/programs.ts';
import { k6Program } from './k6-program.ts';
import type { K6Machine } from './k6-program.ts';
import { runK6 } from './run-k6.ts';

describe('the k6 loads', () => {
  let toolsDir: string;
  let said: string[];
  const say = (line: string): void => void said.push(line);
  beforeEach(() => {
    toolsDir = mkdtempSync(join(tmpdir(), 'k6-tools-'));
    said = [];
  });
  afterEach(() => rmSync(toolsDir, { recursive: true }));

  const machine = (programs: Record<string, string> = {}): K6Machine => ({
    find: (name) => programs[name] ?? null,
    run: runProgram,
    toolsDir,
  });
  function program(name: string, script: string, folder = toolsDir): string {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  }
  const k6Of = (version: string): string => `echo "k6 v${version} (go1.26.8, linux/amd64)"`;
  const thrownBy = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => expect.fail('nothing was thrown'),
      (error: unknown) => (error instanceof Error ? error.message : error),
    );

  it('say what to do where there is neither k6 nor Go', async () => {
    const sentence = await thrownBy(k6Program(say, machine()));
    expect(sentence).to.match(/^k6 is not on this machine: install it .* or install Go /);
    expect(said).to.deep.equal([]);
  });

  it('take the k6 on PATH, and otherwise the one built before', async () => {
    const own = program('k6', k6Of('1.8.1'));
    expect(await k6Program(say, machine())).to.equal(own);
    const other = program('k6', k6Of('2.0.0'), join(toolsDir, 'path'));
    expect(await k6Program(say, machine({ k6: other }))).to.equal(other);
  });

  it('do not take a k6 that cannot run TypeScript', async () => {
    const old = program('old-k6', k6Of('0.49.0'));
    const sentence = await thrownBy(k6Program(say, machine({ k6: old })));
    expect(sentence).to.match(/old-k6 is k6 0\.49\.0, but 1\.0 or newer is needed: install it /);
  });

  it('build k6 where Go is, and say that it takes a while', async () => {
    const go = program('go', `printf '#!/bin/sh\\n' > "$GOBIN/k6" && echo "$@" > "$GOBIN/asked"`);
    expect(await k6Program(say, machine({ go }))).to.equal(join(toolsDir, 'k6'));
    expect(said).to.have.length(1);
    expect(said[0]).to.match(/building it with Go, which takes about 2 minutes/);
  });

  it('say why k6 could not be built', async () => {
    const go = program('go', 'echo "no module proxy answers" >&2; exit 1');
    const sentence = await thrownBy(k6Program(say, machine({ go })));
    expect(sentence).to.match(/^k6 could not be built \(.*no module proxy answers\): install it /);
  });

  it('name what there is when asked for another, before anything starts', async () => {
    const sentence = await thrownBy(runK6('night', say));
    expect(sentence).to.equal('There is no k6 load "night": npm run load -- k6 [bids|home|day]');
    expect(said).to.deep.equal([]);
  });
});
