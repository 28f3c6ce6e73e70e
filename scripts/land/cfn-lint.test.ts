import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { expect } from 'chai';
import { ROOT } from '../root.ts';
import { runProgram } from '../services/programs.ts';
import { lintTemplates, NO_CFN_LINT } from './cfn-lint.ts';

const WITHIN_MS = 5 * 60_000;
const STACKS = 12;
const LAND = {
  LAND_DOMAIN: 'sagopalgo.example',
  LAND_ALARMS_EMAIL: 'ops@sagopalgo.example',
  LAND_SLACK_WORKSPACE: 'T0123ABCD',
  LAND_SLACK_CHANNEL: 'C0123ABCD',
  LAND_ELASTICSEARCH_URL: 'https://search.example:9243',
  LAND_LOG_STORE_URL: 'https://lines.example:9243',
  LAND_OTLP_URL: 'http://collector.example:4318',
  LAND_GITHUB: 'sagopalgo@12/market@34',
};

const suite = 'the templates of the land, by cfn-lint';
if (NO_CFN_LINT !== null) process.stdout.write(`Not defined: ${suite}: ${NO_CFN_LINT}.\n`);
else {
  describe(suite, () => {
    let directory: string;
    before(() => {
      directory = mkdtempSync(join(tmpdir(), 'sagopalgo-templates-'));
    });
    after(() => rmSync(directory, { recursive: true, force: true }));

    it('are what CloudFormation takes, as whoever deploys would make them', async function lint() {
      this.timeout(WITHIN_MS);
      await runProgram(process.execPath, [join(ROOT, 'infra/app.ts')], {
        withinMs: WITHIN_MS,
        env: { ...LAND, CDK_OUTDIR: directory },
      });
      const templates = globSync('*.template.json', { cwd: directory });
      expect(templates).to.have.length(STACKS);
      await lintTemplates(templates.map((name) => join(directory, name)));
    });

    it('would be refused if they were not', async function refuse() {
      this.timeout(WITHIN_MS);
      const path = join(directory, 'wrong.json');
      const Resources = { Queue: { Type: 'AWS::SQS::Queue', Properties: { Colour: 'red' } } };
      writeFileSync(path, JSON.stringify({ Resources }));
      const refused = await lintTemplates([path]).then(
        () => null,
        (error: Error) => error,
      );
      expect(refused).to.be.instanceOf(Error);
    });
  });
}
