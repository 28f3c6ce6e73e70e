import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { expect } from 'chai';
import { composeStores } from './compose-stores.ts';
import { runningStores } from './running-stores.ts';

const COMPOSE = `#!/bin/sh
case "$*" in
  'compose port mysql 3306') echo 127.0.0.1:32778 ;;
  'compose port redis 6379') echo 127.0.0.1:32779 ;;
  *) exit 1 ;;
esac
`;

describe('the stores that a command works on', () => {
  const { PATH } = process.env;
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'docker-'));
    process.env['PATH'] = `${folder}:${PATH}`;
  });
  after(() => {
    process.env['PATH'] = PATH;
    rmSync(folder, { recursive: true });
  });

  function docker(script: string): void {
    const program = join(folder, 'docker');
    writeFileSync(program, script);
    chmodSync(program, 0o700);
  }

  it('are those that the environment names', () => {
    docker(COMPOSE);
    const env = { MYSQL_URL: 'mysql://me@127.0.0.1:1', REDIS_URL: 'redis://127.0.0.1:2' };
    expect(runningStores(env)).to.deep.equal({
      mysqlUrl: 'mysql://me@127.0.0.1:1/sagopalgo',
      ...{ redisUrl: 'redis://127.0.0.1:2', elasticsearchUrl: null },
    });
  });

  it('are those of docker compose, by the ports of the moment', () => {
    docker(COMPOSE);
    expect(composeStores()).to.deep.equal({
      mysqlUrl: 'mysql://root:sagopalgo@127.0.0.1:32778/sagopalgo',
      redisUrl: 'redis://127.0.0.1:32779',
    });
  });

  it('are none where compose runs none, or is not there', () => {
    docker('#!/bin/sh\necho "no such service" >&2\nexit 1\n');
    expect(composeStores()).to.equal(null);
    docker('#!/bin/sh\necho ":0"\n');
    expect(composeStores()).to.equal(null);
  });
});
