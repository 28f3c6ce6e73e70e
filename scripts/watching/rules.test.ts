import { existsSync, globSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { DASHBOARDS_DIR, dashboardFiles } from '../dashboards/dashboard-files.ts';
import { ROOT } from '../root.ts';
import { runProgram } from '../services/programs.ts';
import { watchPrograms } from '../services/watch-programs.ts';
import { alertRules, dashboardExpressions, PROMETHEUS_DIR, triedAlerts } from './watch-files.ts';
import { asDebianReads } from './watching-servers.ts';

/** A hung program is ended; promtool takes as long as the machine lets it, fourteen seconds of a busy one. */
const WITHIN_MS = 60_000;
const programs = watchPrograms();

describe('the alert rules', function alertRuling() {
  this.timeout(2 * WITHIN_MS);
  const rules = alertRules();
  const dir = mkdtempSync(join(tmpdir(), 'sagopalgo-rules-'));
  after(() => rmSync(dir, { recursive: true }));

  it('have names of their own and runbooks that are there', () => {
    expect(rules.length).to.be.greaterThan(30);
    const names = rules.map(({ alert }) => alert);
    expect(new Set(names).size).to.equal(names.length);
    const missing = rules.filter(({ annotations }) => !existsSync(join(ROOT, annotations.runbook)));
    expect(missing.map(({ annotations }) => annotations.runbook)).to.deep.equal([]);
  });

  it('have no runbook that none of them leads to, but those that say so', () => {
    const led = new Set(rules.map(({ annotations }) => annotations.runbook));
    const pages = globSync('infra/runbooks/*.md', { cwd: ROOT });
    const silent = pages.filter((page) => !led.has(page));
    const unsaid = silent.filter(
      (page) => !readFileSync(join(ROOT, page), 'utf8').includes('No alert leads here'),
    );
    expect(unsaid).to.deep.equal([]);
  });

  it('lead to runbooks that name commands, pages and log lines which there are', () => {
    const scripts = globSync('scripts/*.ts', { cwd: ROOT });
    const code = globSync('{core,api,sse-server,lambdas,scripts/local}/**/*.ts', {
      ...{ cwd: ROOT, exclude: ['**/node_modules/**'] },
    }).map((path) => readFileSync(join(ROOT, path), 'utf8'));
    for (const page of globSync('infra/runbooks/*.md', { cwd: ROOT })) {
      const text = readFileSync(join(ROOT, page), 'utf8');
      for (const [, link = ''] of text.matchAll(/\]\(([a-z-]+\.md)\)/g)) {
        expect(existsSync(join(ROOT, 'infra/runbooks', link)), `${page}: ${link}`).to.equal(true);
      }
      for (const [, command] of text.matchAll(/npm run ([a-z-]+)/g)) {
        expect(scripts, page).to.include(`scripts/${command}.ts`);
      }
      for (const [, event = ''] of text.matchAll(/[`'|](\w+\.[a-z]+-?[a-z-]+)(?=[`'|])/g)) {
        if (/\.(md|yml|example)$/.test(event)) continue;
        expect(
          code.some((each) => each.includes(`'${event}'`)),
          `${page}: ${event}`,
        ).to.equal(true);
      }
    }
  });

  it('are each tried out in good times and in bad', () => {
    const { told, quiet } = triedAlerts();
    for (const { alert } of rules) {
      expect(told.has(alert), `${alert} is tried in bad times`).to.equal(true);
      expect(quiet.has(alert), `${alert} is tried in good times`).to.equal(true);
    }
  });

  if (programs) {
    it('are what Prometheus reads, and its configuration is too', async () => {
      const config = join(PROMETHEUS_DIR, 'prometheus.yml');
      const said = await runProgram(programs.promtool, ['check', 'config', config], limits());
      expect(said).to.match(/is valid prometheus config/);
    });

    it('tell what they are for, and nothing while all is well', async () => {
      const tests = readdirSync(join(PROMETHEUS_DIR, 'tests')).toSorted();
      const files = tests.map((name) => join(PROMETHEUS_DIR, 'tests', name));
      const said = await runProgram(programs.promtool, ['test', 'rules', ...files], limits());
      expect(said.match(/SUCCESS/g)).to.have.length(files.length);
    });

    it('go out by a configuration that the Alertmanager reads', async () => {
      const config = join(dir, 'alertmanager.yml');
      const kept = readFileSync(join(PROMETHEUS_DIR, 'alertmanager.yml'), 'utf8');
      writeFileSync(config, asDebianReads(kept, 'http://127.0.0.1:9/'));
      const said = await runProgram(programs.amtool, ['check-config', config], limits());
      expect(said).to.include('2 receivers');
    });
  }
});

describe('the dashboards', () => {
  it('are those that the generator writes', () => {
    const files = dashboardFiles();
    expect(readdirSync(DASHBOARDS_DIR).toSorted()).to.deep.equal([...files.keys()].toSorted());
    for (const [name, text] of files) {
      const kept = readFileSync(join(DASHBOARDS_DIR, name), 'utf8');
      expect(kept === text, `${name} is as "npm run dashboards" writes it`).to.equal(true);
    }
  });

  it('ask for something in every panel', () => {
    expect(dashboardExpressions().length).to.be.greaterThan(60);
    expect(dashboardExpressions()).to.not.include('');
  });
});

function limits() {
  return { withinMs: WITHIN_MS, cwd: PROMETHEUS_DIR };
}
