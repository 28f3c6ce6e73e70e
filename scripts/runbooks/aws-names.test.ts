import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { LAMBDA_PLANS } from '@sagopalgo/infra/lambda-plans.ts';
import { ROOT } from '../root.ts';

const failures = readFileSync(join(ROOT, 'infra/runbooks/failures-waiting.md'), 'utf8');

/** Below which name which logs are, and where the code of the land says so of one of them. */
const LOG_GROUPS: Readonly<Record<string, (name: string) => RegExp>> = {
  sagopalgo: (name) => new RegExp(`watchedTask\\('${name}'|RoomTask\\(this, \\{ name: '${name}'`),
  'sagopalgo/lambda': (name) => new RegExp(`plan\\('${name}'`),
  'aws/rds/instance/sagopalgo': (name) => new RegExp(`LOGS = \\[.*'${name}'`),
};

/** Of what a part is told, what nobody else may know. */
const SECRET =
  /(?:_SECRET|SECRET_KEY|SIGNING_KEY|PRIVATE_KEY|ACCESS_KEY|(?:WEBHOOK|PASSWORD)_FILE)$/;

describe('what runbooks say of AWS', () => {
  it('tells of every function what becomes of what it failed at, by what wakes it', () => {
    const row = (start: string) =>
      failures.split('\n').find((line) => line.startsWith(start)) ?? '';
    for (const { name, rhythms, byUploads } of LAMBDA_PLANS) {
      const isSwept = rhythms.some((rhythm) => rhythm.name === 'sweep');
      const start = isSwept
        ? '| the sweep'
        : byUploads
          ? '| an upload'
          : '| a moment of the day alone';
      expect(row(start), name).to.include(`\`${name}\``);
      const moments = rhythms.filter((rhythm) => isSwept && rhythm.name !== 'sweep');
      for (const moment of moments) {
        expect(row('| a moment of the day '), name).to.include(`\`${name}-${moment.name}\``);
      }
    }
  });

  it('looks into a queue and at logs under the names that the land gives them', () => {
    const time = readFileSync(join(ROOT, 'infra/stacks/time-stack.ts'), 'utf8');
    const functions = readFileSync(join(ROOT, 'infra/room-function.ts'), 'utf8');
    expect(failures).to.include('--queue-name sagopalgo-failures ');
    expect(time).to.include("queueName: 'sagopalgo-failures'");
    expect(failures).to.include('/sagopalgo/lambda/<function>');
    expect(functions).to.include('`/sagopalgo/lambda/${plan.name}`');
    expect(failures).to.include('--function-name sagopalgo-<function> ');
    expect(functions).to.include('functionName: `sagopalgo-${plan.name}`');
  });

  it('speaks of services, clusters, secrets, functions and lines by the names that the land gives them', () => {
    const land = globSync('infra/**/*.ts', { cwd: ROOT, exclude: ['**/node_modules/**'] })
      .map((path) => readFileSync(join(ROOT, path), 'utf8'))
      .join('\n');
    const pages = globSync('infra/{runbooks/*,first-deploy}.md', { cwd: ROOT })
      .map((page) => readFileSync(join(ROOT, page), 'utf8'))
      .join('\n');
    const clusters = [...pages.matchAll(/ecs [a-z-]+ --cluster ([a-z-]+)/g)].map(
      ([, name]) => name,
    );
    expect(new Set(clusters)).to.deep.equal(new Set(['sagopalgo']));
    expect(land).to.include("clusterName: 'sagopalgo',");
    for (const [, service = ''] of pages.matchAll(/--service ([a-z-]+)/g)) {
      expect(land, service).to.match(new RegExp(`(?:watchedTask|run)\\((?:task, )?'${service}'`));
    }
    const plans = new Set<string>(LAMBDA_PLANS.map(({ name }) => name));
    for (const [, name = ''] of pages.matchAll(/--function-name sagopalgo-([a-z-]+)/g)) {
      expect(plans, name).to.include(name);
    }
    const logs = [...pages.matchAll(/logs tail \/([a-z0-9/<>-]+)/g)].map(([, name = '']) => name);
    expect(logs).to.have.length.greaterThan(5);
    for (const log of logs) {
      const [, place = '', name = ''] = /^(.+)\/([^/]+)$/.exec(log) ?? [];
      const form = LOG_GROUPS[place] ?? expect.fail(`there are no logs below ${place}`);
      if (!name.startsWith('<')) expect(land, log).to.match(form(name));
    }
    for (const [, secret = ''] of pages.matchAll(/--secret-id sagopalgo\/([a-z-]+)/g)) {
      expect(land, secret).to.match(new RegExp(`'sagopalgo/${secret}'|\\((?:this, )?'${secret}',`));
    }
  });
});

describe('what the page of a leaked key says', () => {
  const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
  const page = text('infra/runbooks/leaked-key.md');

  it('is of every secret that an environment may have', () => {
    const named = [...text('.env.example').matchAll(/^(?:# )?([A-Z0-9_]+)=/gm)].flatMap(
      ([, name = '']) => (SECRET.test(name) ? [name] : []),
    );
    expect(named).to.have.length.greaterThan(9);
    for (const name of named) expect(page).to.include(`\`${name}\``);
  });

  it('is of every secret that the land keeps', () => {
    const made = text('infra/stacks/secrets-stack.ts').matchAll(/this\.add\w+\('([a-z-]+)',/g);
    const names = [...made].map(([, name = '']) => name);
    expect(names).to.include.members(['token', 'sign-in', 'elasticsearch', 'log-store']);
    for (const name of names) expect(page).to.match(new RegExp(`\`(?:sagopalgo/)?${name}\``));
  });
});
