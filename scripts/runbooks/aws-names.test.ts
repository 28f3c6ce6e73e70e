import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { LAMBDA_PLANS } from '@sagopalgo/infra/lambda-plans.ts';
import { ROOT } from '../root.ts';

const ALARMS = readFileSync(join(ROOT, 'infra/stacks/alarms-stack.ts'), 'utf8');
const failures = readFileSync(join(ROOT, 'infra/runbooks/failures-waiting.md'), 'utf8');

describe('what runbooks say of AWS', () => {
  it('names alarms that there are', () => {
    const pages = globSync('infra/runbooks/*.md', { cwd: ROOT }).map((page) =>
      readFileSync(join(ROOT, page), 'utf8'),
    );
    const lines = pages.flatMap((page) => page.match(/^.*\bAWS.*\balarms? `sagopalgo-.*$/gm) ?? []);
    expect(lines).to.have.length.greaterThan(1);
    const alarms = lines.flatMap((line) => line.match(/(?<=`sagopalgo-)[a-z-]+(?=`)/g) ?? []);
    for (const alarm of alarms) expect(ALARMS, alarm).to.include(`'${alarm}'`);
  });

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
});
