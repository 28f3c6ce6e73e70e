import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { ROOT } from '../root.ts';

const LOADS = `
  import { createRequire, registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({
    load(url, context, next) {
      const found = next(url, context);
      loaded.push(url + ' ' + found.format);
      return found;
    },
  });
  await import('./core/src/mysql/migrate.ts');
  await import('./core/src/mysql/schema.ts');
  loaded.push(createRequire(process.cwd() + '/core/src/mysql/schema.ts').resolve('drizzle-orm'));
  const { sql } = createRequire(process.cwd() + '/core/src/mysql/schema.ts')('drizzle-orm');
  console.log(JSON.stringify([...loaded.filter((url) => !url.startsWith('node:')), typeof sql]));
  process.exit();
`;

describe('the hook before every program', () => {
  it('has the same files loaded, in the same order, as there are without it', async function loading() {
    this.timeout(60_000);
    const hook = pathToFileURL(join(ROOT, 'scripts/entry/quick-start.mjs')).href;
    const [slow, quick] = await Promise.all([loadedWith([]), loadedWith([`--import=${hook}`])]);
    expect(quick).to.deep.equal(slow);
    const of = (name: string) => slow.filter((url) => url.includes(`/node_modules/${name}/`));
    expect(of('drizzle-orm').length).to.be.greaterThan(100);
    expect(of('mysql2')).to.not.deep.equal([]);
  });
});

async function loadedWith(options: string[]): Promise<string[]> {
  const args = [...options, '--input-type=module', '--eval', LOADS];
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, env });
  return JSON.parse(stdout) as string[];
}
