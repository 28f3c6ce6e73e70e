// `npx cdk --app 'node infra/app.ts' …`: what is deployed for the domain that LAND_DOMAIN names.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { readLandSettings } from './config.ts';
import { LAMBDA_FOLDERS } from './lambda-plans.ts';
import { CDK_CONTEXT } from './settings.ts';
import { buildLand } from './land.ts';
import { bundleLambdas, nativeBuilds } from './room-lambda.ts';

const NEEDED = 'sharp-linux-x64';

const settings = readLandSettings();
const bundles = mkdtempSync(join(tmpdir(), 'sagopalgo-bundles-'));
await bundleLambdas(LAMBDA_FOLDERS, bundles);
if (!nativeBuilds(join(bundles, 'make-thumbnails')).includes(NEEDED)) {
  throw new Error(`${NEEDED} is not installed here: npm install --os=linux --cpu=x64 --libc=glibc`);
}
const app = new App({ context: CDK_CONTEXT });
buildLand(app, settings, bundles);
app.synth();
// What is deployed has been copied beside the templates.
rmSync(bundles, { recursive: true });
