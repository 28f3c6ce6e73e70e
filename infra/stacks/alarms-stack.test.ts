import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { z } from 'zod';
import { LAMBDA_PLANS } from '../lambda-plans.ts';
import { resourcesOf, theResource } from '../testing/resources.ts';
import { synthesised, SYNTHESIS_MS } from '../testing/synthesised.ts';
import type { Synthesised } from '../testing/synthesised.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RUNBOOK = /What to do: (infra\/runbooks\/[a-z-]+\.md)$/;

/** In a page, what it says of alarms. */
const ALARMS_LINE = /^.*\bAWS.*\balarms? `sagopalgo-.*$/gm;

const alarmSchema = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string().min(10),
  AlarmActions: z.array(z.unknown()).length(1),
  TreatMissingData: z.string(),
});

describe('the stack of alarms', () => {
  let templates: Synthesised['templates'];
  before(async function synthesise() {
    this.timeout(SYNTHESIS_MS);
    ({ templates } = await synthesised());
  });

  const alarms = () =>
    resourcesOf(templates.alarms, 'AWS::CloudWatch::Alarm').map(({ properties }) =>
      alarmSchema.parse(properties),
    );

  it('calls somebody for every function that fails, and for all that stores and parts may lack', () => {
    const names = alarms().map(({ AlarmName }) => AlarmName.replace('sagopalgo-', ''));
    expect(names).to.include.members(LAMBDA_PLANS.map(({ name }) => `${name}-fails`));
    expect(names).to.include.members([
      ...['failures-waiting', 'schedules-dropped', 'redis-memory', 'redis-cpu', 'mysql-cpu'],
      ...['mysql-storage', 'api-5xx', 'sse-5xx', 'api-unhealthy', 'sse-unhealthy', 'keeper-gone'],
      ...['rules-silent', 'alerts-silent', 'samples-discarded', 'mails-bounced', 'mails-unwanted'],
      ...['sse-full', 'api-cpu', 'sse-memory', 'keeper-memory', 'rules-failing', 'alerts-unsent'],
    ]);
  });

  it('takes silence for an alarm where nothing else would tell', () => {
    const silent = alarms().filter(({ TreatMissingData }) => TreatMissingData === 'breaching');
    expect(silent.map(({ AlarmName }) => AlarmName).toSorted()).to.deep.equal([
      ...['sagopalgo-alerts-silent', 'sagopalgo-close-auctions-not-woken'],
      ...['sagopalgo-keeper-gone', 'sagopalgo-open-auctions-not-woken', 'sagopalgo-rules-silent'],
    ]);
  });

  it('names for each a runbook that is there', () => {
    const runbooks = alarms().map(
      ({ AlarmDescription }) => RUNBOOK.exec(AlarmDescription)?.[1] ?? '',
    );
    const missing = runbooks.filter((path) => path === '' || !existsSync(join(ROOT, path)));
    expect([...new Set(missing)]).to.deep.equal([]);
  });

  it('are those, and no others, that the pages name, each its own', () => {
    const names = alarms().map(({ AlarmName }) => AlarmName);
    for (const { AlarmName, AlarmDescription } of alarms()) {
      const path = RUNBOOK.exec(AlarmDescription)?.[1] ?? '';
      const said = readFileSync(join(ROOT, path), 'utf8').match(ALARMS_LINE)?.join() ?? '';
      const forms = [...said.matchAll(/`(sagopalgo-[a-z0-9<>-]+)`/g)].map(
        ([, form = '']) => new RegExp(`^${form.replace(/<[a-z]+>/, '[a-z-]+')}$`),
      );
      expect(
        forms.some((form) => form.test(AlarmName)),
        `${AlarmName} in ${path}`,
      ).to.equal(true);
    }
    const pages = globSync('infra/runbooks/*.md', { cwd: ROOT }).map((page) =>
      readFileSync(join(ROOT, page), 'utf8'),
    );
    const lines = pages.flatMap((page) => page.match(ALARMS_LINE) ?? []);
    const told = lines.flatMap((line) => line.match(/(?<=`)sagopalgo-[a-z0-9-]+(?=`)/g) ?? []);
    expect(told).to.have.length.greaterThan(10);
    for (const name of told) expect(names).to.include(name);
  });

  it('looks at the judge by the worst of its nodes, as MemoryDB tells of nodes alone', () => {
    const memory = theResource(
      templates.alarms,
      'AWS::CloudWatch::Alarm',
      '"sagopalgo-redis-memory"',
    );
    expect(memory.properties['Metrics']).to.deep.include.members([
      {
        Expression: `SELECT MAX(DatabaseMemoryUsagePercentage) FROM "AWS/MemoryDB" WHERE ClusterName = 'sagopalgo'`,
        ...{ Id: 'expr_1', Period: 60, ReturnData: true },
      },
    ]);
    const { properties } = theResource(templates.data, 'AWS::MemoryDB::Cluster', 'sagopalgo');
    expect(properties['ClusterName']).to.equal('sagopalgo');
    const told = resourcesOf(templates.alarms, 'AWS::CloudWatch::Alarm').map(({ text }) => text);
    expect(told.filter((text) => text.includes('"Namespace":"AWS/MemoryDB"'))).to.deep.equal([]);
  });

  it('speaks through the topic of the watch stack, which has somebody who hears', () => {
    expect(resourcesOf(templates.alarms, 'AWS::SNS::Topic')).to.deep.equal([]);
    const said = new Set(alarms().map(({ AlarmActions }) => JSON.stringify(AlarmActions)));
    expect([...said]).to.have.length(1);
    expect([...said][0]).to.include('sagopalgo-watch:ExportsOutputRefalarms');
  });
});
