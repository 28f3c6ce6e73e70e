import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { buildLand } from '../land.ts';
import { LAMBDA_FOLDERS } from '../lambda-plans.ts';
import { bundleLambdas } from '../room-lambda.ts';
import { CDK_CONTEXT } from '../settings.ts';
import type { LandSettings } from '../settings.ts';

type Land = ReturnType<typeof buildLand>;

/** The land as it would be deployed, with the template of each of its stacks. */
export interface Synthesised {
  app: App;
  bundles: string;
  templates: { [Name in keyof Land]: Template };
  /** What CDK's own validation and cdk-nag had to say. */
  report: unknown;
}

/** The settings of the land that is looked at: everything that a setting can add is in it. */
export const SETTINGS: LandSettings = {
  domain: 'sagopalgo.example',
  alarmsEmail: 'ops@sagopalgo.example',
  slackWorkspace: 'T0123ABCD',
  slackChannel: 'C0123ABCD',
  elasticsearchUrl: 'https://search.example:9243',
  logStoreUrl: 'https://lines.example:9243',
  otlpUrl: 'http://collector.example:4318',
  githubRepository: 'sagopalgo@12/market@34',
};

/** What bundling and synthesising may take at most, before the first of the tests that look at it. */
export const SYNTHESIS_MS = 180_000;

let kept: Promise<Synthesised> | null = null;

/** Bundles and synthesises once, however many ask; what it leaves on the disk goes with the process. */
export function synthesised(): Promise<Synthesised> {
  kept ??= synthesise();
  return kept;
}

async function synthesise(): Promise<Synthesised> {
  const directory = mkdtempSync(join(tmpdir(), 'sagopalgo-land-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const bundles = join(directory, 'bundles');
  await bundleLambdas(LAMBDA_FOLDERS, bundles);
  const outdir = join(directory, 'cdk.out');
  const app = new App({ context: CDK_CONTEXT, outdir });
  const land = buildLand(app, SETTINGS, bundles);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  try {
    app.synth();
  } catch (error) {
    // What was found is in the report, where a test looks for it.
    if (!String(error).includes('ValidationFailed')) throw error;
  }
  const report: unknown = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
  const templates = Object.fromEntries(
    Object.entries(land).flatMap(([name, stack]) =>
      stack === null ? [] : [[name, Template.fromStack(stack)]],
    ),
  ) as Synthesised['templates'];
  return { app, bundles, templates, report };
}
