import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect } from 'chai';
import { z } from 'zod';
import { synthesised, SYNTHESIS_MS } from './testing/synthesised.ts';
import type { Synthesised } from './testing/synthesised.ts';

const reportSchema = z.object({
  pluginReports: z.array(
    z.object({
      pluginName: z.string(),
      violations: z.array(
        z.object({
          ruleName: z.string(),
          violatingConstructs: z.array(z.object({ constructPath: z.string() })),
        }),
      ),
    }),
  ),
});
const acceptedSchema = z
  .record(z.string(), z.string())
  .or(z.array(z.object({ id: z.string(), reason: z.string() })));

describe('the land by the rules of AWS Solutions', () => {
  let land: Synthesised;
  before(async function synthesise() {
    this.timeout(SYNTHESIS_MS);
    land = await synthesised();
  });

  it('breaks none of them, nor any of CloudFormation', () => {
    expect(foundIn(land.report)).to.deep.equal([]);
  });

  it('would be told of it if it did', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'sagopalgo-nag-'));
    const app = new App({ outdir });
    new Bucket(new Stack(app, 'careless'), 'Bucket');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).to.throw('Validation failed');
    const report: unknown = JSON.parse(
      readFileSync(join(outdir, 'validation-report.json'), 'utf8'),
    );
    rmSync(outdir, { recursive: true });
    const where = 'careless/Bucket/Resource';
    expect(foundIn(report)).to.include.members([
      ...[`AwsSolutions-S1 at ${where}`, `AwsSolutions-S10 at ${where}`],
    ]);
  });

  it('says of everything that it breaks on purpose why it may', () => {
    const key = Validations.ACKNOWLEDGED_RULES_METADATA_KEY;
    const accepted = land.app.node
      .findAll()
      .flatMap((construct) => construct.node.metadata)
      .filter(({ type }) => type === key)
      .map(({ data }) => acceptedSchema.parse(data));
    expect(accepted.length).to.be.greaterThan(5);
    for (const reasons of accepted) {
      const texts = Array.isArray(reasons)
        ? reasons.map(({ reason }) => reason)
        : Object.values(reasons);
      for (const reason of texts) expect(reason.length, reason).to.be.greaterThan(30);
    }
  });
});

function foundIn(report: unknown): string[] {
  return reportSchema
    .parse(report)
    .pluginReports.flatMap(({ violations }) =>
      violations.flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
      ),
    );
}
