import { Tags } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { EDGE_REGION, REGION } from './settings.ts';
import type { LandSettings } from './settings.ts';
import { AlarmsStack } from './stacks/alarms-stack.ts';
import { CertificateStack } from './stacks/certificate-stack.ts';
import { Renewal } from './stacks/compute/renewal.ts';
import { ComputeStack } from './stacks/compute-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { EdgeStack } from './stacks/edge-stack.ts';
import { GithubStack } from './stacks/github-stack.ts';
import { ImagesStack } from './stacks/images-stack.ts';
import { MigrateStack } from './stacks/migrate-stack.ts';
import { NetworkStack } from './stacks/network-stack.ts';
import { SecretsStack } from './stacks/secrets-stack.ts';
import { TimeStack } from './stacks/time-stack.ts';
import { WatchStack } from './stacks/watch-stack.ts';
import { logStoreTold, toldAbout } from './told.ts';

/** All of the land, one stack for each lifetime, the longest first; `bundles` holds those of `bundleLambdas`. */
export function buildLand(app: App, settings: LandSettings, bundles: string) {
  const here = { env: { region: REGION }, settings };
  const network = new NetworkStack(app, 'sagopalgo-network', here);
  const certificate = new CertificateStack(app, 'sagopalgo-certificate', {
    ...{ env: { region: EDGE_REGION }, settings },
  });
  const images = new ImagesStack(app, 'sagopalgo-images', here);
  const secrets = new SecretsStack(app, 'sagopalgo-secrets', here);
  const watch = new WatchStack(app, 'sagopalgo-watch', here);
  const { workspace } = watch;
  const { vpc, groups } = network;
  const data = new DataStack(app, 'sagopalgo-data', { ...here, vpc, groups });
  const about = toldAbout(settings, data, secrets);
  const time = new TimeStack(app, 'sagopalgo-time', { ...here, bundles, vpc, groups, about });
  const migrate = new MigrateStack(app, 'sagopalgo-migrate', { ...here, network, images, about });
  const edge = new EdgeStack(app, 'sagopalgo-edge', { ...here, network, data });
  const compute = new ComputeStack(app, 'sagopalgo-compute', {
    ...{ ...here, network, images, edge, about, workspace },
    logStore: logStoreTold(settings, secrets),
  });
  const alarms = new AlarmsStack(app, 'sagopalgo-alarms', {
    ...{ ...here, data, compute, time, topic: watch.alarms },
  });
  const { api, keeper } = compute.services;
  new Renewal(compute, 'Renewal', {
    ...{ cluster: compute.cluster, services: { api, keeper }, failures: time.failures },
  });
  compute.addStackDependency(migrate, 'nothing is ready beside a record without tables');
  const { githubRepository: repository, githubProviderArn: providerArn } = settings;
  const github = repository
    ? new GithubStack(app, 'sagopalgo-github', { env: here.env, repository, providerArn })
    : null;
  Tags.of(app).add('project', 'sagopalgo');
  return {
    ...{
      network,
      certificate,
      images,
      secrets,
      watch,
      data,
      migrate,
      time,
      edge,
      compute,
      alarms,
      github,
    },
  };
}
