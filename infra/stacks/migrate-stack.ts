import { CfnParameter, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Cluster, ContainerInsights } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { PORTS } from '../ports.ts';
import { RoomTask } from '../room-service.ts';
import { together } from '../told.ts';
import type { ToldAbout } from '../told.ts';
import type { ImagesStack } from './images-stack.ts';
import type { NetworkStack } from './network-stack.ts';

/** It waits for MySQL more than it works. */
const SIZE = { cpu: 256, memoryMib: 512, heapMib: 341 };

/**
 * The task that changes the record's tables, run before each deploy by `.github/deploy/migrate.sh`. A stack before that
 * of what runs all the time: beside a record without tables no part is ever ready, and ECS would take a first deploy
 * back.
 */
export class MigrateStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    props: StackProps & { network: NetworkStack; images: ImagesStack; about: ToldAbout },
  ) {
    super(scope, id, props);
    const { network, images, about } = props;
    const tag = new CfnParameter(this, 'ImageTag', {
      type: 'String',
      description: 'The tag of the image, the one of the deploy',
      allowedPattern: '^[A-Za-z0-9._-]{1,128}$',
    }).valueAsString;
    new Cluster(this, 'Cluster', {
      clusterName: 'sagopalgo-migrate',
      vpc: network.vpc,
      containerInsightsV2: ContainerInsights.ENABLED,
    });
    const plain = { HOST: '0.0.0.0', INTERNAL_PORT: String(PORTS.internal) };
    const told = together(about.everything, about.recordAsMaster, { plain, secret: {} });
    const repository = images.repositories.migrate;
    new RoomTask(this, { name: 'migrate', repository, tag, told, ...SIZE });
  }
}
