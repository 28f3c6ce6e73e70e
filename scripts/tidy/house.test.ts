import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ROOT } from '../root.ts';
import { codeFaults, lengthFaults, widthFaults } from './code-rules.ts';
import { importFaults } from './import-rules.ts';
import { nameFaults, topLevelFaults } from './name-rules.ts';
import { filePaths, sourceFiles } from './source-files.ts';

describe('the house', () => {
  const files = sourceFiles();

  it('is looked at as a whole', () => {
    expect(files.length).to.be.greaterThan(100);
  });

  it('has no import against the table or through a wall', () => {
    const faults = files.flatMap(({ path, imports }) => importFaults(path, imports));
    expect(faults).to.deep.equal([]);
  });

  it('keeps files, functions and lines short, the environment in config.ts and talk in the log', () => {
    expect(files.flatMap(codeFaults)).to.deep.equal([]);
  });

  it('keeps scripts of the judge and of the deploy, and style sheets, short', () => {
    const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
    const others = filePaths('{core,web}/**/*.{lua,css}');
    expect(others.flatMap((path) => lengthFaults(path, text(path)))).to.deep.equal([]);
    const all = [...others, ...filePaths('.github/**/*.sh')];
    expect(all).to.include('.github/deploy/put-back.sh');
    expect(all.flatMap((path) => widthFaults(path, text(path)))).to.deep.equal([]);
  });

  it('names every file by what is inside', () => {
    expect(filePaths().flatMap(nameFaults)).to.deep.equal([]);
  });

  it('has no room beyond the plan', () => {
    const entries = readdirSync(ROOT, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect(topLevelFaults(folders)).to.deep.equal([]);
  });

  it('names no registry in its lockfile', () => {
    const lockfile = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
    expect(lockfile.match(/"resolved": "[a-z+]+:.*/g) ?? []).to.deep.equal([]);
  });
});
